import { errorCode } from '@strata/aws';
import { InterruptedError } from '@strata/cli-kit';
import { explained } from '../gateway/explained';
import type { SnapshotRecord, VolumeRecord } from '../model';
import { StillPendingError } from './attempt';
import type { PlannedSet } from './create-plan';
import type { CreatedItem } from './run';
import type { Taken } from './take-set';

/** The item of a volume whose snapshot was started. */
export function withSnapshot(set: PlannedSet, taken: Extract<Taken, { ok: true }>): CreatedItem {
  const { volumeId, snapshotId } = taken;
  const isPlanned = set.volumes.some(({ volume }) => volume.id === volumeId);
  const notes = isPlanned ? set.notes : ['the volume was attached after the plan was made'];
  return {
    id: volumeId,
    instanceId: set.instanceId,
    outcome: 'done',
    detail: [set.consistency, ...notes].join('; '),
    snapshotId,
    state: 'pending',
  };
}

/** The item of a volume of which no snapshot came about. */
export function withoutSnapshot(
  volume: Pick<VolumeRecord, 'id'> & Partial<VolumeRecord>,
  instanceId: string | undefined,
  error: unknown,
): CreatedItem {
  const base = { id: volume.id, instanceId };
  if (error instanceof InterruptedError) {
    return { ...base, outcome: 'skipped', detail: 'interrupted before it was begun' };
  }
  if (error instanceof StillPendingError) {
    return { ...base, outcome: 'skipped', detail: `EC2 takes no more snapshots of it now: ${error.message}` };
  }
  return { ...base, outcome: 'failed', detail: `${explained(error).message}${keyHint(volume, error)}` };
}

/** An encrypted volume whose key is disabled or gone cannot be snapshotted, and AWS's messages do not say which key. */
function keyHint({ encrypted, kmsKeyId }: Partial<VolumeRecord>, error: unknown): string {
  const text = `${errorCode(error) ?? ''} ${error instanceof Error ? error.message : ''}`;
  if (!encrypted || !/kms|key/i.test(text)) return '';
  return ` Its key is ${kmsKeyId ?? 'the default key of EBS'}: see aws kms describe-key.`;
}

/** An item with what is known of its snapshot now: one that ended in error is no backup. */
export function updated(item: CreatedItem, settled: ReadonlyMap<string, SnapshotRecord>): CreatedItem {
  const record = item.snapshotId === undefined ? undefined : settled.get(item.snapshotId);
  if (record === undefined) return item;
  const { state, stateMessage } = record;
  if (state !== 'error') return { ...item, state };
  const detail = `${item.snapshotId} ended in error: ${stateMessage ?? 'EC2 says no reason'}`;
  return { ...item, state, outcome: 'failed', detail };
}

/** An item that something else went wrong with. */
export function failedToo(item: CreatedItem, why: string): CreatedItem {
  return { ...item, outcome: 'failed', detail: `${item.detail}; but ${why}` };
}
