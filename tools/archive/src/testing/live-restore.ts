import { readRestorePlan, type RestoreRequest } from '../restore/read-plan';
import { factsOf, runPlan, type RunOptions } from '../restore/run';
import { readUndoPlan } from '../restore/undo';
import type { LiveBucket, LiveS3 } from './live-bucket';

/** Keys that listings, headers and URLs could each get wrong. */
export const KEYS = ['a', 'a b+c', 'a/100% sure', 'a%20b', 'ü/😀', "it's (1)", 'x=1&y=?#'];

/** A restore of a whole bucket in place, unless told otherwise; nothing is too much to be removed. */
export const request = (bucket: string, at: Date, more: Partial<RestoreRequest> = {}): RestoreRequest => ({
  bucket,
  prefix: '',
  at,
  destination: { kind: 'in-place' },
  mirror: false,
  maxDelete: { count: 1000, percent: 100 },
  tier: 'standard',
  days: 1,
  ...more,
});

/** Plans a restore and carries it out. */
export async function restore({ connections }: LiveS3, asked: RestoreRequest, options: RunOptions = {}) {
  const plan = await readRestorePlan(connections, asked);
  return runPlan(connections, factsOf(connections, asked), plan, options);
}

/** Undoes a restore. */
export async function undo({ connections }: LiveS3, bucket: LiveBucket, runId: string) {
  const { facts, plan } = await readUndoPlan(connections, bucket.name, runId);
  return runPlan(connections, facts, plan);
}
