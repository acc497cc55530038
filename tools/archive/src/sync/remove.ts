import { lstat, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Connections } from '../gateway/connections';
import { deleteObjects } from '../gateway/delete-objects';
import { folderPrefix, type Location } from '../location';
import { InTheWayError } from '../transfer/errors';
import type { PlannedDeletion } from './plan-items';

/** Why something was not deleted; undefined when it was. */
export type Removal = { readonly item: PlannedDeletion; readonly failure: string | undefined };

/** Deletes from a destination, up to 1,000 items; the outcome of each is answered. @throws AwsFailure */
export async function removeFrom(
  connections: Connections,
  destination: Location,
  items: readonly PlannedDeletion[],
  signal: AbortSignal,
): Promise<Removal[]> {
  if (destination.kind === 'directory') {
    const removals: Removal[] = [];
    for (const item of items) removals.push({ item, failure: await removeFile(destination.path, item) });
    return removals;
  }
  const prefix = folderPrefix(destination);
  const deletions = items.map((item) => ({ key: prefix + item.path, item }));
  const outcomes = await deleteObjects(connections, destination.bucket, deletions, signal);
  return outcomes.map((outcome) => ({
    item: outcome.item.item,
    failure: outcome.ok ? undefined : `${outcome.code}: ${outcome.message}`,
  }));
}

/** Removes a file that is still what the plan saw, and the directories that are empty then. */
async function removeFile(
  root: string,
  { path, bytes, mtimeNs }: PlannedDeletion,
): Promise<string | undefined> {
  const absolute = `${root}/${path}`;
  try {
    const there = await lstat(absolute, { bigint: true });
    if (Number(there.size) !== bytes || String(there.mtimeNs) !== mtimeNs)
      throw new InTheWayError(absolute, 'a file that was changed since the plan');
    await unlink(absolute);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : (error as Error).message;
  }
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const isRemoved = await rmdir(`${root}/${folder}`).then(
      () => true,
      () => false,
    );
    if (!isRemoved) break;
  }
  return undefined;
}

/** A download writes to its file all the time; one that has not been written to for so long was broken off. */
const PARTIAL_IDLE_MS = 3_600_000;

/** Removes what downloads that were killed have left below a directory; what may still be under way stays. */
export async function removeStalePartials(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const there = await lstat(`${root}/${path}`).catch(() => undefined);
    if (there === undefined || Date.now() - there.mtimeMs < PARTIAL_IDLE_MS) continue;
    await unlink(`${root}/${path}`).catch(() => undefined);
  }
}
