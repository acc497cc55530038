import type { CreatedItem, CreateEvent } from '../create/run';
import { runCreate } from '../create/run-create';
import { readVolumes } from '../inventory/volumes';
import type { SnapshotRecord } from '../model';
import { TAG } from '../tags';
import { untilSettled } from '../wait/until-settled';
import type { Rotation } from './invocation';
import type { RunSoFar } from './run-identity';
import { creationDeadline } from './time-left';

/** What the creation of a run came to, earlier attempts included. */
export interface Creation {
  /** One per selected volume, with the last known state of its snapshot. */
  readonly items: readonly CreatedItem[];
  /** Snapshots that this attempt made, and that have not failed. */
  readonly created: number;
}

/**
 * Makes the snapshots that the run has not made yet, and waits for all of them as long as there is time.
 *
 * An instance that a guard refuses fails, and the others go on.
 *
 * @throws NoVolumesError, AWS's errors
 */
export async function createMissing(rotation: Rotation, { runId, made }: RunSoFar): Promise<Creation> {
  const { connections, policy, context, signal } = rotation;
  const { volumes } = await readVolumes(connections, { tags: [policy.config.tag] }, signal);
  const missing = [...volumes.keys()].filter((id) => !made.has(id));
  const now = connections.clock.now();
  const deadline = creationDeadline(now, context.getRemainingTimeInMillis(), volumes.size);
  const report =
    missing.length === 0
      ? undefined
      : await runCreate(connections, policy, made.size === 0 ? undefined : { volumeIds: missing }, {
          runId,
          wait: true,
          waitForLease: true,
          refusals: 'fail',
          deadline,
          signal,
          onEvent: (event) => logEvent(rotation, event),
        });
  const earlier = [...made.values()].filter(({ volumeId }) => volumes.has(volumeId));
  const items = [
    ...(report?.items ?? []).map((item) => apart(item, earlier)),
    ...(await settledItems(rotation, earlier, deadline)),
  ];
  for (const item of items) {
    rotation.tracker.item('create', item, { snapshotId: item.snapshotId, state: item.state });
  }
  const message = report?.problem ?? (report?.interrupted ? 'the time of the function is up' : undefined);
  if (message !== undefined) rotation.tracker.failed({ phase: 'create', message });
  const created = report?.items.filter(({ outcome }) => outcome === 'done').length ?? 0;
  return { items, created };
}

/** Says of a snapshot that an earlier attempt has made others of its instance: then they are no set of one moment. */
function apart(item: CreatedItem, earlier: readonly SnapshotRecord[]): CreatedItem {
  const isApart =
    item.snapshotId !== undefined &&
    item.instanceId !== undefined &&
    earlier.some(({ tags }) => tags[TAG.sourceInstance] === item.instanceId);
  if (!isApart) return item;
  return { ...item, detail: `${item.detail}; of a later moment than the other volumes of its instance` };
}

/** What an earlier attempt made, as it is when it is through or time is up. */
async function settledItems(
  { connections, signal }: Rotation,
  snapshots: readonly SnapshotRecord[],
  deadline: Date,
): Promise<CreatedItem[]> {
  const pending = snapshots.filter(({ state }) => state === 'pending').map(({ id }) => id);
  const timeoutMs = Math.max(0, deadline.getTime() - connections.clock.now().getTime());
  const seen = await untilSettled(connections, pending, { timeoutMs, signal });
  return snapshots.map((snapshot) => {
    const { id, volumeId, state, stateMessage } = seen.get(snapshot.id) ?? snapshot;
    const base = { id: volumeId, snapshotId: id, state };
    if (state !== 'error')
      return { ...base, outcome: 'done', detail: 'made by an earlier attempt at this run' };
    return {
      ...base,
      outcome: 'failed',
      detail: `${id} ended in error: ${stateMessage ?? 'EC2 says no reason'}`,
    };
  });
}

function logEvent({ log }: Rotation, event: CreateEvent): void {
  if (event.kind === 'planned') {
    const { sets, skipped } = event.plan;
    log.info({ phase: 'create', message: 'planned', sets: sets.length, skipped: skipped.length });
  } else if (event.kind === 'step') {
    log.info({ phase: 'create', message: event.step, id: event.instanceId });
  } else if (event.kind === 'waiting-for-lease') {
    log.warn({ phase: 'create', message: 'waiting for another run', holder: event.holder.runId });
  }
}
