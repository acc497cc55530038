import fc from 'fast-check';
import { COUNT_RULES, type RetentionPolicy, WITHIN_RULES } from './policy';
import { isEmptyPolicy, resolvePolicy } from './resolve-policy';
import { POLICY_TAG } from './sample-snapshots';
import type { Snapshot, SnapshotState } from './snapshot';

/** The moment at which generated lists are planned: some snapshots lie after it. */
export const GENERATED_NOW = new Date('2028-03-31T12:00Z');

/** Times that lie close together or far apart, on round hours so that many fall together, over four years. */
const time = fc.oneof(hoursBefore(72), hoursBefore(24 * 60), hoursBefore(24 * 365 * 4));

const state = fc.oneof(
  { weight: 8, arbitrary: fc.constant<SnapshotState>('completed') },
  { weight: 2, arbitrary: fc.constantFrom<SnapshotState>('pending', 'error', 'recoverable', 'recovering') },
);
const tags = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ [POLICY_TAG.key]: POLICY_TAG.value }) },
  { weight: 1, arbitrary: fc.constant({ [POLICY_TAG.key]: POLICY_TAG.value, hold: 'yes' }) },
  { weight: 1, arbitrary: fc.constant({}) },
);
const heldBy = fc.oneof(
  { weight: 9, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray(['ami-1', 'aws-backup', 'dlm'], { minLength: 1 }) },
);
const volumeId = fc.constantFrom('vol-1', 'vol-2', 'vol-ffffffff');

/** Lists of snapshots as an account has them: ours and others', completed and not, of several volumes. */
export const snapshotLists: fc.Arbitrary<Snapshot[]> = fc
  .array(fc.record({ volumeId, startTime: time, state, tags, heldBy }), { maxLength: 60 })
  .map((list) => list.map((snapshot, nth) => ({ ...snapshot, id: `snap-${(nth * 7919) % 10_007}` })));

const count = fc.oneof(fc.integer({ min: -1, max: 6 }), fc.constantFrom(100));
const duration = fc.record({
  years: fc.nat({ max: 2 }),
  months: fc.nat({ max: 3 }),
  days: fc.nat({ max: 40 }),
  hours: fc.nat({ max: 30 }),
});
const keepTags = fc.constantFrom([[{ key: 'hold' }]], [[{ key: 'hold', value: 'no' }]]);

/** Policies of any rules, empty ones too. */
export const anyPolicies: fc.Arbitrary<RetentionPolicy> = fc.record(
  {
    ...eachField(COUNT_RULES, count),
    ...eachField(WITHIN_RULES, duration),
    keepTags,
  },
  { requiredKeys: [] },
);

/** Policies that keep something. */
export const policies = anyPolicies.filter((policy) => !isEmptyPolicy(resolvePolicy(policy)));

function eachField<K extends string, T>(rules: Readonly<Record<K, unknown>>, value: fc.Arbitrary<T>) {
  return Object.fromEntries(Object.keys(rules).map((rule) => [rule, value])) as Record<K, fc.Arbitrary<T>>;
}

function hoursBefore(hours: number): fc.Arbitrary<Date> {
  return fc
    .integer({ min: -3, max: hours })
    .map((before) => new Date(GENERATED_NOW.getTime() - before * 3_600_000));
}
