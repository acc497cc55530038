import type { Connections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { poll, type PollOptions } from './poll';

/** How waiting goes on. */
export interface SettleProgress {
  /** Completed or failed. */
  readonly settled: number;
  readonly total: number;
  /** Mean over all snapshots, 0 to 100. */
  readonly percent: number;
}

/** What waiting for snapshots may be told. */
export interface SettleOptions extends PollOptions {
  readonly onProgress?: ((progress: SettleProgress) => void) | undefined;
  /** Most time, ms. What is still pending then is answered as it is. @default no limit: a first snapshot may take hours */
  readonly timeoutMs?: number | undefined;
}

/**
 * How long a snapshot that EC2 does not list counts as still to appear, ms: what was just made may be missing from
 * listings for a while (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html).
 */
const UNSEEN_GRACE_MS = 30_000;

/**
 * Waits until snapshots are no longer pending, with one listing for many of them. Whoever needs them completed must
 * look at their states: they may have failed, and one that has vanished is not in the answer.
 *
 * @returns their last known records by id
 */
export async function untilSettled(
  connections: Connections,
  snapshotIds: readonly string[],
  options: SettleOptions = {},
): Promise<ReadonlyMap<string, SnapshotRecord>> {
  const { onProgress, timeoutMs = Number.POSITIVE_INFINITY, signal } = options;
  const known = new Map<string, SnapshotRecord>();
  const startedAt = performance.now();
  const deadline = startedAt + timeoutMs;
  let pending = [...snapshotIds];
  await poll(async () => {
    const seen = new Set<string>();
    for await (const snapshot of describeSnapshots(connections, { snapshotIds: pending }, signal)) {
      known.set(snapshot.id, snapshot);
      seen.add(snapshot.id);
    }
    const young = performance.now() - startedAt < UNSEEN_GRACE_MS;
    for (const id of pending) if (!seen.has(id)) known.delete(id);
    pending = pending.filter((id) => known.get(id)?.state === 'pending' || (young && !seen.has(id)));
    onProgress?.(progressOf(snapshotIds, known, pending.length));
    return pending.length === 0 || performance.now() >= deadline ? true : undefined;
  }, options);
  return known;
}

function progressOf(
  ids: readonly string[],
  known: ReadonlyMap<string, SnapshotRecord>,
  pending: number,
): SettleProgress {
  const percents = ids.map((id) => {
    const snapshot = known.get(id);
    return snapshot === undefined || snapshot.state !== 'pending' ? 100 : snapshot.progressPercent;
  });
  const sum = percents.reduce((total, percent) => total + percent, 0);
  return {
    settled: ids.length - pending,
    total: ids.length,
    percent: ids.length ? Math.floor(sum / ids.length) : 100,
  };
}
