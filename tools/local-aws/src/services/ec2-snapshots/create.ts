import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import type { BlockContent } from '../ebs/content';
import { Ec2Refusal } from '../ec2-refusal';
import type { Volume } from '../ec2-volumes/model';
import { CONTROL_TAGS, controlNumber } from './controls';
import type { Snapshot } from './model';
import type { SnapshotService } from './service';
import { newId } from './store';

/** Most snapshots of one Region (https://docs.aws.amazon.com/general/latest/gr/ebs-service.html). */
const MAX_SNAPSHOTS = 100_000;

/** Pending snapshots that a volume may have, by its type; 5 where it is not named. Same source. */
const MAX_PENDING: Readonly<Record<string, number>> = { st1: 1, sc1: 1 };
const STANDARD_MAX_PENDING = 5;

/** What a new snapshot is given beside its volume. */
export interface NewSnapshot {
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Refuses a snapshot that AWS would refuse for the volume's or the Region's limits.
 *
 * @throws Ec2Refusal
 */
export function checkLimits(service: SnapshotService, volume: Volume, region: string, now: Date): void {
  const snapshots = service.snapshots.in(region);
  if (snapshots.size >= MAX_SNAPSHOTS) {
    throw new Ec2Refusal(
      'SnapshotLimitExceeded',
      `You have reached your limit of ${MAX_SNAPSHOTS} snapshots.`,
    );
  }
  const ofVolume = [...snapshots.ofVolume(volume.id)];
  const pending = ofVolume.filter(({ life }) => !life.ended).length;
  if (pending >= (MAX_PENDING[volume.type] ?? STANDARD_MAX_PENDING)) {
    throw new Ec2Refusal(
      'ConcurrentSnapshotLimitExceeded',
      'Maximum allowed in-progress snapshots for a single volume exceeded.',
    );
  }
  const rateMs = controlNumber(volume.tags, CONTROL_TAGS.snapshotRateMs, 0);
  const last = ofVolume.at(-1)?.life.begunAt ?? -Infinity;
  if (now.getTime() - last < rateMs) {
    throw new Ec2Refusal(
      'SnapshotCreationPerVolumeRateExceeded',
      'The maximum per volume CreateSnapshot request rate has been exceeded. Use an increasing or variable sleep interval between requests.',
    );
  }
}

/** Makes the pending snapshot of a volume; who calls has it end. */
export function snapshotOf(
  service: SnapshotService,
  volume: Volume,
  given: NewSnapshot,
  request: GatewayRequest,
  context: GatewayContext,
): Snapshot {
  const now = context.now();
  const durationMs = controlNumber(volume.tags, CONTROL_TAGS.snapshotMs, service.snapshotMs);
  const failing = volume.tags.get(CONTROL_TAGS.snapshotResult) === 'error';
  return addSnapshot(service, request.region, {
    volumeId: volume.id,
    volumeSize: volume.size,
    description: given.description,
    ownerId: context.account,
    encrypted: volume.encrypted,
    kmsKeyId: volume.kmsKeyId,
    startTime: statedStart(given.tags) ?? now,
    tags: new Map([...given.tags, ...managerTags(volume.tags.get(CONTROL_TAGS.snapshotManager))]),
    content: service.contents.capture(volume),
    life: {
      begunAt: now.getTime(),
      endsAt: now.getTime() + durationMs,
      result: failing ? 'error' : 'completed',
      ended: false,
    },
  });
}

function statedStart(tags: ReadonlyMap<string, string>): Date | undefined {
  const stated = new Date(tags.get(CONTROL_TAGS.startTime) ?? NaN);
  return Number.isNaN(stated.getTime()) ? undefined : stated;
}

/** Tags by which one tells who manages a snapshot; both are AWS's own and cannot be set by a client. */
function managerTags(manager: string | undefined): [string, string][] {
  if (manager === 'backup') return [['aws:backup:source-resource', 'local-aws']];
  return manager === 'dlm' ? [['aws:dlm:lifecycle-policy-id', 'policy-00000000000000000']] : [];
}

/** Numbers a snapshot and puts it into the store. */
export function addSnapshot(
  service: SnapshotService,
  region: string,
  facts: Omit<Snapshot, 'id' | 'region' | 'sequence'> & { readonly content: BlockContent },
): Snapshot {
  const snapshots = service.snapshots.in(region);
  const snapshot = { id: newId('snap'), region, sequence: snapshots.nextSequence(), ...facts };
  snapshots.add(snapshot);
  return snapshot;
}
