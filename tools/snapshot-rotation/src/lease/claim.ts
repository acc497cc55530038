import { decideLease } from './decide';
import type { Lease } from './lease-tags';
import type { LeaseStore } from './store';

/** What is claimed, and by whom. */
export interface ClaimRequest {
  readonly runId: string;
  readonly policy: string;
  readonly environment?: string | undefined;
  readonly volumeIds: readonly string[];
  /** How long a lease lasts unless it is renewed, ms. */
  readonly leaseMs: number;
  /** AWS's time. */
  readonly now: () => Date;
  /** Waits before looking again; throws when the run is interrupted. */
  readonly pause: () => Promise<void>;
}

/** Looks after which a claim that was written and does not show counts as a failure, not as a delay. */
const MAX_UNSEEN_LOOKS = 120;

/** Something takes our tags away, or EC2 does not show them. */
export class ClaimUnseenError extends Error {
  override readonly name = 'ClaimUnseenError';
  readonly exitCode = 1;

  constructor(runId: string) {
    super(
      `The lease tags of the run ${runId} were written to its volumes and do not show. Does something remove unknown tags?`,
    );
  }
}

/** How it ended. */
export type ClaimResult =
  | {
      readonly ok: true;
      readonly expires: Date;
      /** Whether a rival claimed meanwhile: it may have held them, worked and gone, so what was read before is stale. */
      readonly hadRival: boolean;
    }
  /** Somebody else has one of the volumes; nothing is left of the claim. */
  | { readonly ok: false; readonly holder: Lease };

/**
 * Claims volumes once, see `decideLease`. Whether it fails or throws, the claim is taken back.
 *
 * @throws ClaimUnseenError; what the store and `pause` throw
 */
export async function claim(store: LeaseStore, request: ClaimRequest): Promise<ClaimResult> {
  const { runId, policy, environment, volumeIds, leaseMs, now, pause } = request;
  const lease = (state: Lease['state']): Lease => ({
    runId,
    policy,
    environment,
    state,
    expires: new Date(now().getTime() + leaseMs),
  });
  let claimed = lease('claiming');
  let taken = false;
  let hadRival = false;
  try {
    await store.write(volumeIds, claimed);
    for (let unseen = 0; ;) {
      const decision = decideLease(runId, await store.read(volumeIds), now());
      if (decision.next === 'withdraw') return { ok: false, holder: decision.holder };
      if (decision.next === 'hold') {
        if (decision.expired.length > 0) await store.remove(volumeIds, decision.expired);
        const held = lease('held');
        await store.write(volumeIds, held);
        // Had the claim ended before this was written (a machine asleep, say), someone may rightly have ignored it.
        if (now() >= claimed.expires) return { ok: false, holder: claimed };
        taken = true;
        return { ok: true, expires: held.expires, hadRival };
      }
      if (decision.because === 'own claim does not show yet') unseen += 1;
      else hadRival = true;
      if (unseen > MAX_UNSEEN_LOOKS) throw new ClaimUnseenError(runId);
      await pause();
      claimed = lease('claiming');
      await store.write(volumeIds, claimed);
    }
  } finally {
    // What cannot be taken away now ends by itself.
    if (!taken) await store.remove(volumeIds, [runId]).catch(() => undefined);
  }
}
