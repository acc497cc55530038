import { createSnapshot, createSnapshotSet, type StartedSnapshot } from '../gateway/create-snapshots';
import { leaseKey } from '../lease/lease-tags';
import { snapshotTags } from '../tags';
import { createOnce } from './attempt';
import { type PlannedSet, type PlannedVolume, volumeIdsOf } from './create-plan';
import { type CreateRun, originOf, setTagsOf } from './run';

/** What became of one volume of a set. */
export type Taken =
  | { readonly volumeId: string; readonly ok: true; readonly snapshotId: string }
  | { readonly volumeId: string; readonly ok: false; readonly error: unknown };

/** Most time to wait for refusals that pass, by what the instance goes through meanwhile, ms. */
const PATIENCE_MS = { none: 10 * 60_000, stop: 60_000, freeze: 0 } as const;

/** Makes the snapshots of a set. Answers for each of its volumes; never throws. */
export async function takeSet(run: CreateRun, set: PlannedSet): Promise<readonly Taken[]> {
  if (set.call.api === 'CreateSnapshots') return together(run, set, set.call);
  return Promise.all(set.volumes.map((planned) => alone(run, set, planned)));
}

async function together(
  run: CreateRun,
  set: PlannedSet,
  {
    excludeRoot,
    excludeDataVolumeIds,
    copyVolumeTags,
  }: Extract<PlannedSet['call'], { api: 'CreateSnapshots' }>,
): Promise<Taken[]> {
  const volumeIds = volumeIdsOf(set);
  // A lease tag marks what is not finished: copied with the others, or given here.
  const unfinished = copyVolumeTags ? {} : { [leaseKey(run.runId)]: 'unfinished' };
  const request = {
    instanceId: set.instanceId ?? '',
    description: descriptionOf(run),
    tags: { ...setTagsOf(run, set), ...unfinished },
    excludeRoot,
    excludeDataVolumeIds,
    copyVolumeTags,
  };
  const attempt = () => createSnapshotSet(run.connections, request);
  return taken(volumeIds, () => createOnce(run, volumeIds, attempt, PATIENCE_MS[set.preparation]));
}

async function alone(run: CreateRun, set: PlannedSet, { volume, device }: PlannedVolume): Promise<Taken> {
  const tags = snapshotTags({ ...originOf(run, set), volumeId: volume.id, device }, volume.tags);
  const request = { volumeId: volume.id, description: descriptionOf(run), tags };
  const attempt = async () => [await createSnapshot(run.connections, request)];
  const [one] = await taken([volume.id], () =>
    createOnce(run, [volume.id], attempt, PATIENCE_MS[set.preparation]),
  );
  return one ?? { volumeId: volume.id, ok: false, error: new Error('EC2 made no snapshot of it') };
}

async function taken(
  volumeIds: readonly string[],
  take: () => Promise<readonly StartedSnapshot[]>,
): Promise<Taken[]> {
  try {
    const started = await take();
    const of = new Map(started.map(({ id, volumeId }) => [volumeId, id]));
    // One that was attached after the plan was made is in the set, too.
    const all = [...new Set([...volumeIds, ...of.keys()])];
    return all.map((volumeId) => {
      const snapshotId = of.get(volumeId);
      if (snapshotId !== undefined) return { volumeId, ok: true, snapshotId };
      return {
        volumeId,
        ok: false,
        error: new Error('EC2 left it out: it is no longer attached to the instance'),
      };
    });
  } catch (error) {
    return volumeIds.map((volumeId) => ({ volumeId, ok: false, error }));
  }
}

function descriptionOf({ policy, runId }: CreateRun): string {
  return `strata ${policy.environment}/${policy.config.name}, run ${runId}`;
}
