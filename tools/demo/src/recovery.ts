import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Connections,
  type Location,
  listVersionsUnder,
  openConnections,
  planUndelete,
  type PlanItem,
  runSync,
  runUndelete,
  type SyncHooks,
  type SyncRequest,
} from '@strata/archive-tool';
import type { AwsTarget } from '@strata/aws';
import { DemoFailedError } from './errors';
import { checkRecovery, type RecoveryCheck } from './recovery-check';

/** The files of the story, and the one that goes missing. */
const FILES = { 'file1.txt': 'one\n', 'file2.txt': 'two\n', 'file3.txt': 'three\n' } as const;
const LOST = 'file1.txt';
const COUNT = Object.keys(FILES).length;

/**
 * Plays the surprise of `sync --delete`, and the way back: files are synced, one is deleted here, the sync that would
 * delete it there too is refused and then told to, and undelete brings it back.
 *
 * @param directory may be made and filled; removed at the end
 * @param prefix of the keys, without a slash at its end
 * @throws DemoFailedError when anything is not as it must be
 */
export async function recoverDeleted(
  target: AwsTarget,
  bucket: string,
  prefix: string,
  directory: string,
  signal: AbortSignal,
): Promise<RecoveryCheck> {
  const connections = openConnections({ region: target.region, endpoint: target.endpoint });
  try {
    const here: Location = { kind: 'directory', path: join(directory, 'here') };
    const back: Location = { kind: 'directory', path: join(directory, 'back') };
    const archive: Location = { kind: 'bucket', bucket, prefix };
    const sync = (request: SyncRequest, hooks: SyncHooks = {}) =>
      runSync(connections, request, { ...hooks, signal });

    await mkdir(here.path, { recursive: true });
    for (const [name, content] of Object.entries(FILES)) await writeFile(join(here.path, name), content);
    const first = await sync({ source: here, destination: archive });

    await rm(join(here.path, LOST));
    const mirror: SyncRequest = { source: here, destination: archive, isDeleting: true };
    const planned: string[] = [];
    const onPlanned = ({ action, path, reason }: PlanItem) =>
      void (action === 'delete' && planned.push(`${action} ${path} (${reason})`));
    const refused = await sync(mirror, { onPlanned });
    const kept = await timelineOf(connections, bucket, prefix);
    const meant = await sync({ ...mirror, caps: { count: 1, percent: undefined } });

    const timeline = await timelineOf(connections, bucket, `${prefix}/${LOST}`);
    let undeleted = 0;
    const steps = planUndelete(listVersionsUnder(connections, { bucket, prefix }, signal));
    for await (const { outcome } of runUndelete(connections, bucket, steps, signal))
      if (outcome === 'done') undeleted += 1;
    await sync({ source: archive, destination: back });

    const check = checkRecovery(
      {
        synced: first.tally?.done ?? 0,
        planned,
        refusal:
          refused.tally === undefined ? refused.refusals.map(({ reason }) => reason).join('; ') : undefined,
        keptByRefusal: kept.filter((kind) => kind === 'version').length,
        deleted: meant.tally?.deleted ?? 0,
        timeline,
        undeleted,
        identical: await identical(back.path),
      },
      LOST,
      COUNT,
    );
    if (check.faults.length === 0) return check;
    throw new DemoFailedError({
      what: `The deleted file did not come back as it should: ${check.faults.join('; ')}`,
    });
  } finally {
    connections.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function timelineOf(
  connections: Connections,
  bucket: string,
  prefix: string,
): Promise<('marker' | 'version')[]> {
  const kinds: ('marker' | 'version')[] = [];
  for await (const { isDeleteMarker } of listVersionsUnder(connections, { bucket, prefix }))
    kinds.push(isDeleteMarker ? 'marker' : 'version');
  return kinds;
}

async function identical(directory: string): Promise<number> {
  let count = 0;
  for (const [name, content] of Object.entries(FILES))
    if ((await readFile(join(directory, name), 'utf8').catch(() => undefined)) === content) count += 1;
  return count;
}
