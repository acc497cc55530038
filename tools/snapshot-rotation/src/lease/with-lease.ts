import { sleep } from '@strata/aws';
import { LeaseHeldError, LeaseLostError } from '../errors';
import type { Connections } from '../gateway/connections';
import { claim } from './claim';
import type { Lease } from './lease-tags';
import { leasable, type LeaseStore, tagStore } from './store';

/** How long a lease lasts unless it is renewed, ms: so long after a crash nobody else works on the volumes. */
export const LEASE_MS = 10 * 60_000;

/** Renewals per lease: several may fail before it is lost. */
const RENEWALS_PER_LEASE = 5;

/** Pause between looks at a rival that still claims, and between attempts while another run holds, ms. */
const LOOK_AGAIN_MS = 500;
const TRY_AGAIN_MS = 5_000;

/** Whose lease it is, and what happens when another run has it. */
export interface LeaseOptions {
  readonly runId: string;
  readonly policy: string;
  readonly environment: string;
  /** Waits for the other run rather than leaving. @default false */
  readonly wait?: boolean | undefined;
  /** Stops the waiting; work that has begun is its own master. */
  readonly signal?: AbortSignal | undefined;
  /** Called once when waiting begins. */
  readonly onWait?: ((holder: Lease) => void) | undefined;
  /** @default LEASE_MS */
  readonly leaseMs?: number | undefined;
}

/** What work under a lease is told. */
export interface LeaseContext {
  /** Aborted when the caller's signal is, or, with a LeaseLostError, when the lease could not be renewed in time. */
  readonly signal: AbortSignal;
  /** Whether another run was there before: what was read earlier is stale. */
  readonly waited: boolean;
}

/**
 * Works on volumes while no other run does. The lease is renewed meanwhile, by AWS's clock, and released whatever
 * happens; after a crash it ends by itself.
 *
 * @throws LeaseHeldError when another run has one of the volumes, and `wait` is not set
 */
export async function withLease<T>(
  connections: Connections,
  wanted: readonly string[],
  options: LeaseOptions,
  work: (context: LeaseContext) => Promise<T>,
): Promise<T> {
  const { runId, policy, environment, leaseMs = LEASE_MS } = options;
  const never = new AbortController().signal;
  const volumeIds = wanted.length === 0 ? [] : await leasable(connections, wanted);
  if (volumeIds.length === 0) return work({ signal: options.signal ?? never, waited: false });
  const store = tagStore(connections);
  const now = () => connections.clock.now();
  const { expires, waited } = await obtain(store, volumeIds, options, now);
  const lost = new AbortController();
  const held: Lease = { runId, policy, environment, state: 'held', expires };
  const renewal = keepAlive(store, volumeIds, held, leaseMs, now, lost);
  const signal = AbortSignal.any([lost.signal, options.signal ?? never]);
  try {
    return await work({ signal, waited });
  } finally {
    await renewal.stop();
    // What cannot be taken away now ends by itself, and must not make a failure of what was done.
    await store.remove(volumeIds, [runId]).catch(() => undefined);
  }
}

async function obtain(
  store: LeaseStore,
  volumeIds: readonly string[],
  options: LeaseOptions,
  now: () => Date,
): Promise<{ readonly expires: Date; readonly waited: boolean }> {
  const { runId, policy, environment, signal, leaseMs = LEASE_MS } = options;
  const pause = () => sleep(LOOK_AGAIN_MS, signal);
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    const result = await claim(store, { runId, policy, environment, volumeIds, leaseMs, now, pause });
    if (result.ok) return { expires: result.expires, waited: waited || result.hadRival };
    if (!options.wait) throw new LeaseHeldError(result.holder, volumeIds.length);
    if (!waited) options.onWait?.(result.holder);
    // Not in step with others that wait: they would meet again and again.
    await sleep(TRY_AGAIN_MS * (0.5 + Math.random()), signal);
  }
}

function keepAlive(
  store: LeaseStore,
  volumeIds: readonly string[],
  held: Lease,
  leaseMs: number,
  now: () => Date,
  lost: AbortController,
): { readonly stop: () => Promise<void> } {
  const ended = new AbortController();
  let expires = held.expires;
  const renewing = (async () => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      await sleep(leaseMs / RENEWALS_PER_LEASE, ended.signal);
      const next = new Date(now().getTime() + leaseMs);
      try {
        await store.write(volumeIds, { ...held, expires: next });
        // Written too late, it says nothing: others may have taken over before.
        if (now() < expires) expires = next;
      } catch {
        // The next renewal may work; whether the lease has ended is seen below.
      }
      if (now() >= expires) lost.abort(new LeaseLostError(held.runId));
    }
  })().catch(() => undefined);
  return {
    stop: async () => {
      ended.abort();
      await renewing;
    },
  };
}
