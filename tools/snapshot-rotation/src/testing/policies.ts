import type { SnapshotPolicyConfig } from '@strata/config';
import { type SnapshotPolicy, snapshotPolicy } from '../policy';

/** A policy for tests, in environment `test`: keeps the two newest, crash-consistent, with the usual caps. */
export function aPolicy(changes: Partial<SnapshotPolicyConfig> = {}): SnapshotPolicy {
  return snapshotPolicy('test', {
    name: 'default',
    tag: { key: 'strata:snapshot', value: 'true' },
    schedule: 'rate(12 hours)',
    expectedDurationMinutes: 15,
    consistency: 'crash',
    standby: false,
    loseInstanceStore: false,
    keep: { last: 2, tags: [] },
    maxRemove: { count: 1000, percent: 50 },
    copies: [],
    ...changes,
  });
}
