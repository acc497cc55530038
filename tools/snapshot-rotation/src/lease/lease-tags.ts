import { LEASE_PREFIX } from '../tags';

/** A run's lease on a volume: `claiming` while it looks whether others have it, `held` while it works. */
export interface Lease {
  readonly runId: string;
  readonly state: 'claiming' | 'held';
  readonly policy: string;
  /** The environment of the policy: others may have one of the same name. Undefined where a lease does not say it. */
  readonly environment?: string | undefined;
  /** By AWS's clock. From then on the run counts as dead. */
  readonly expires: Date;
}

/** Key of the tag that is a run's lease; each run has its own, so that no run overwrites another's. */
export function leaseKey(runId: string): string {
  return `${LEASE_PREFIX}${runId}`;
}

/** Value of that tag: `held nightly 2026-01-31T03:45:00.000Z production`. */
export function leaseValue({ state, policy, expires, environment }: Omit<Lease, 'runId'>): string {
  return [state, policy, expires.toISOString(), environment].filter((part) => part !== undefined).join(' ');
}

/** The leases in a volume's tags. One that cannot be read expired at the beginning of time: it must not block for ever. */
export function leasesIn(tags: Readonly<Record<string, string>>): Lease[] {
  return Object.entries(tags).flatMap(([key, value]) =>
    key.startsWith(LEASE_PREFIX) ? [leaseOf(key.slice(LEASE_PREFIX.length), value)] : [],
  );
}

function leaseOf(runId: string, value: string): Lease {
  const [state, policy = '', date = '', environment] = value.split(' ');
  const expires = new Date(date);
  const known = (state === 'claiming' || state === 'held') && !Number.isNaN(expires.getTime());
  return known
    ? { runId, state, policy, expires, ...(environment && { environment }) }
    : { runId, state: 'claiming', policy, expires: new Date(0) };
}

/**
 * How long a lease of someone else counts after its end, ms: its holder may know AWS's time a little worse than we do,
 * and stops at its end by its own reckoning.
 */
const CLOCK_MARGIN_MS = 30_000;

/** Whether a lease of another run has certainly ended. */
export function hasExpired({ expires }: Lease, now: Date): boolean {
  return now.getTime() > expires.getTime() + CLOCK_MARGIN_MS;
}
