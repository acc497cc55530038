import { appendFile, mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoPlan } from './plan';

/** One run of the task, what is done to the file system before it, and what the run must do. */
export interface Scenario {
  readonly name: 'first run' | 'no change' | 'changed file' | 'added file';
  readonly prepare: (share: string) => Promise<void>;
  /** Files that the run must transfer, no more and no fewer. */
  readonly transfers: number;
}

/** The scenarios in their order. `share` is the folder on the file system that holds the copies. */
export function scenariosOf(plan: DemoPlan): Scenario[] {
  return [
    { name: 'first run', prepare: async () => undefined, transfers: plan.backedUp.length },
    { name: 'no change', prepare: async () => undefined, transfers: 0 },
    { name: 'changed file', prepare: (share) => change(join(share, plan.changed)), transfers: 1 },
    { name: 'added file', prepare: (share) => add(join(share, plan.added)), transfers: 1 },
  ];
}

async function change(path: string): Promise<void> {
  const { atime, mtime } = await stat(path);
  await appendFile(path, 'changed by the demo\n');
  // A time of its own also on a file system that keeps whole seconds, and for a file from the future.
  await utimes(path, atime, new Date(Math.max(Date.now(), mtime.getTime() + 1000)));
}

async function add(path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, 'added by the demo\n', { flag: 'wx' });
}
