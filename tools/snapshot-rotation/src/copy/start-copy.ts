import { settle } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { copySnapshot } from '../gateway/copy-snapshot';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { TAG } from '../tags';
import { type CopyOrigin, copyTags } from './tags';

/**
 * Starts the copy of one snapshot, at most once: after an unclear answer it is looked for by the tags of this run.
 *
 * @returns the id of the copy
 * @throws AWS's error, or UnsettledError when it is not known whether the copy was started
 */
export function startCopy(
  destination: Connections,
  source: SnapshotRecord,
  origin: CopyOrigin,
  signal?: AbortSignal,
): Promise<string> {
  const { settleLooksMs: looksAfterMs } = destination;
  const tags = copyTags(source, origin);
  return settle({
    signal,
    ...(looksAfterMs && { looksAfterMs }),
    what: `the copy of ${source.id} in ${origin.destination.region}`,
    attempt: () =>
      copySnapshot(
        destination,
        {
          sourceRegion: origin.sourceRegion,
          snapshotId: source.id,
          description: `Strata: copy of ${source.id} (${source.volumeId}) from ${origin.sourceRegion}`,
          tags,
          kmsKeyId: origin.destination.kmsKeyId,
        },
        signal,
      ),
    find: () => findCopy(destination, source.id, origin.runId, signal),
  });
}

/**
 * A copy of a snapshot that another run has begun since the plan was made: copying takes hours, and takes no lease.
 *
 * @returns undefined when there is none that is under way or completed
 */
export async function copyOfAnother(
  destination: Connections,
  sourceId: string,
  { runId, sourceRegion }: CopyOrigin,
  signal?: AbortSignal,
): Promise<SnapshotRecord | undefined> {
  const tags = [
    { key: TAG.sourceSnapshot, value: sourceId },
    { key: TAG.sourceRegion, value: sourceRegion },
  ];
  for await (const copy of describeSnapshots(destination, { tags }, signal))
    if (copy.state !== 'error' && copy.tags[TAG.run] !== runId) return copy;
  return undefined;
}

async function findCopy(
  destination: Connections,
  sourceId: string,
  runId: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const tags = [
    { key: TAG.sourceSnapshot, value: sourceId },
    { key: TAG.run, value: runId },
  ];
  for await (const { id } of describeSnapshots(destination, { tags }, signal)) return id;
  return undefined;
}
