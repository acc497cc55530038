import { createHash } from 'node:crypto';
import { sleep } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { describeVolumes } from '../gateway/describe-volumes';
import { restoreVolume } from '../gateway/volumes';
import type { VolumeRecord } from '../model';
import type { PollOptions } from '../wait/poll';
import type { DrillTarget } from './plan';
import { drillVolumeTags } from './tags';

/** How a restored volume is waited for. */
export interface RestoreOptions {
  readonly environment: string;
  readonly runId: string;
  /** Most time until it is available, ms: the recovery time objective. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly poll?: Pick<PollOptions, 'firstMs' | 'longestMs'> | undefined;
  /** Told the volume as soon as it is known, so that it can be deleted whatever happens. */
  readonly onVolume: (volumeId: string) => void;
}

/** How a restore ended. */
export type Restored =
  | { readonly end: 'available'; readonly volume: VolumeRecord; readonly seconds: number }
  | { readonly end: 'timeout'; readonly seconds: number }
  | { readonly end: 'failed'; readonly reason: string };

/** How long a volume that EC2 does not list counts as still to appear, ms. */
const UNSEEN_GRACE_MS = 30_000;

/**
 * Makes a volume of a snapshot and waits until it is available.
 *
 * @throws AWS's errors, and the signal's reason
 */
export async function restore(
  connections: Connections,
  { snapshot, zone }: DrillTarget,
  { environment, runId, timeoutMs, signal, poll = {}, onVolume }: RestoreOptions,
): Promise<Restored> {
  const startedAt = performance.now();
  signal?.throwIfAborted();
  // Without the signal: an interrupt must not cost the answer that says which volume is to be deleted.
  const made = await restoreVolume(connections, {
    snapshotId: snapshot.id,
    zone,
    tags: drillVolumeTags(environment, runId, connections.clock.now()),
    clientToken: createHash('sha256').update(`${runId}/${snapshot.id}/${zone}`).digest('hex'),
  });
  onVolume(made.id);
  let seen = false;
  let pauseMs = poll.firstMs ?? 1000;
  for (;;) {
    const volume = await read(connections, made.id, signal);
    const elapsedMs = performance.now() - startedAt;
    const seconds = elapsedMs / 1000;
    if (volume?.state === 'available') return { end: 'available', volume, seconds };
    if (volume !== undefined && volume.state !== 'creating') {
      return { end: 'failed', reason: `the volume ${made.id} is ${volume.state}` };
    }
    if (volume === undefined && (seen || elapsedMs > UNSEEN_GRACE_MS)) {
      return { end: 'failed', reason: vanished(made.id, snapshot.kmsKeyId) };
    }
    seen ||= volume !== undefined;
    if (elapsedMs >= timeoutMs) return { end: 'timeout', seconds };
    await sleep(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 1.5, poll.longestMs ?? 15_000);
  }
}

async function read(
  connections: Connections,
  volumeId: string,
  signal: AbortSignal | undefined,
): Promise<VolumeRecord | undefined> {
  for await (const volume of describeVolumes(connections, { volumeIds: [volumeId] }, signal)) return volume;
  return undefined;
}

/**
 * EC2 answers that it makes the volume before it looks at the key; then it is simply gone
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html#create-volume).
 */
function vanished(volumeId: string, kmsKeyId: string | undefined): string {
  const key = kmsKeyId ?? 'the account’s default EBS key, if it encrypts by default';
  return `EC2 took the volume ${volumeId} back after it had announced it. Check ${key}: it must be enabled, and its policy and this role's must allow kms:CreateGrant, kms:Decrypt, kms:DescribeKey and kms:GenerateDataKeyWithoutPlaintext`;
}
