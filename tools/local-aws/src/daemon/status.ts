import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { localAwsPaths } from '../paths';
import { unkindReport } from '../unkind/client';
import type { UnkindReport } from '../unkind/counters';
import { portOwner } from './health';
import { readPidFile } from './pid-file';

/** What is in a data directory, whether a local AWS runs on it or not. */
interface DataDirReport {
  readonly dataDir: string;
  /** Names of the EFS directories, which are file-system ids. */
  readonly efsDirectories: readonly string[];
  /** E-mail messages received. */
  readonly outboxMessages: number;
}

/** Whether a local AWS runs, and what it holds. */
export type LocalAwsStatus = DataDirReport &
  (
    | { readonly running: false }
    | {
        readonly running: true;
        readonly endpoint: string;
        readonly pid: number;
        /** ISO 8601, UTC. */
        readonly startedAt: string;
        readonly uptimeSeconds: number;
        /** How unkind it is, and what it has done. Absent when it did not say: it is just ending. */
        readonly unkind?: UnkindReport;
      }
  );

/**
 * Looks whether the process named by the pid file answers on its endpoint as itself; anything else is "not running".
 * Never fails: a missing directory holds nothing.
 */
export async function status(options: { readonly dataDir: string }): Promise<LocalAwsStatus> {
  const dataDir = resolve(options.dataDir);
  const paths = localAwsPaths(dataDir);
  const report: DataDirReport = {
    dataDir,
    efsDirectories: await names(paths.efsRoot),
    outboxMessages: (await names(paths.outboxDir)).filter((name) => name.endsWith('.eml')).length,
  };
  const record = readPidFile(paths.pidFile);
  if (!record?.endpoint) return { ...report, running: false };

  const owner = await portOwner(Number(new URL(record.endpoint).port));
  if (owner.kind !== 'local-aws' || owner.health.pid !== record.pid) return { ...report, running: false };
  const { endpoint, pid, startedAt } = owner.health;
  const uptimeSeconds = Math.max(0, Math.round((Date.now() - Date.parse(startedAt)) / 1000));
  const unkind = await unkindReport(endpoint).catch(() => undefined);
  return { ...report, running: true, endpoint, pid, startedAt, uptimeSeconds, ...(unkind && { unkind }) };
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).then(
    (found) => found.sort(),
    () => [],
  );
}
