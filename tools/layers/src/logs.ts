import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Layer } from '@strata/naming';
import type { Operation } from './events';

/** How many logs are kept per environment. */
const KEPT_LOGS = 40;

/** The path for a new log, in a folder that is made on demand; the oldest logs beyond those kept are removed. */
export function newLogFile(directory: string, operation: Operation, layer: Layer): string {
  mkdirSync(directory, { recursive: true });
  const logs = readdirSync(directory)
    .filter((name) => name.endsWith('.log'))
    .sort();
  for (const old of logs.slice(0, Math.max(0, logs.length - KEPT_LOGS + 1))) {
    rmSync(join(directory, old), { force: true });
  }
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  return join(directory, `${time}-${operation}-${layer}-${process.pid}.log`);
}
