import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Which background process serves from a data directory. */
export interface PidRecord {
  readonly pid: number;
  /** Empty until it is ready. */
  readonly endpoint: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** Reads a pid file; undefined when there is none or it is no record (a crash may have torn it). */
export function readPidFile(path: string): PidRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<PidRecord>;
    if (!Number.isInteger(record.pid) || (record.pid as number) <= 0) return undefined;
    return { pid: record.pid as number, endpoint: record.endpoint ?? '', startedAt: record.startedAt ?? '' };
  } catch {
    return undefined;
  }
}

/**
 * Takes the data directory: writes the file unless a living process of ours holds it.
 * Answers that process's record, or undefined when the directory is now ours.
 *
 * @param isOurs tells whether a process id belongs to a local AWS; ids are reused after a crash
 */
export function claimPidFile(
  path: string,
  record: PidRecord,
  isOurs: (pid: number) => boolean,
): PidRecord | undefined {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(record), { flag: 'wx' });
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readPidFile(path);
    if (holder && holder.pid !== record.pid && isOurs(holder.pid)) return holder;
    removeIfStillOf(path, holder, record.pid);
  }
}

/** Replaces our record in one step, so that readers never see half of it. */
export function updatePidFile(path: string, record: PidRecord): void {
  const beside = `${path}.${record.pid}`;
  writeFileSync(beside, JSON.stringify(record));
  renameSync(beside, path);
}

/** Removes the file if it still names this process. */
export function releasePidFile(path: string, pid: number): void {
  if (readPidFile(path)?.pid === pid) rmSync(path, { force: true });
}

/** Another process may have claimed the file since it was read; then it is put back and looked at again. */
function removeIfStillOf(path: string, holder: PidRecord | undefined, pid: number): void {
  const aside = `${path}.stale-${pid}`;
  try {
    renameSync(path, aside);
    if (readPidFile(aside)?.pid !== holder?.pid) return renameSync(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
