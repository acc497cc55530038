import { resolveOptions } from './options';
import { POLICY_TAG, snapshotAt } from './sample-snapshots';
import type { Snapshot } from './snapshot';
import { standingOf } from './standing';

const NOW = new Date('2026-06-01T00:00Z');
const OURS = '2026-05-01T00:00Z';

/** `judged`, `failed`, or the reasons why a snapshot stands outside of the rules. */
function standing(snapshot: Snapshot, options: Partial<Parameters<typeof resolveOptions>[0]> = {}): string {
  const found = standingOf(snapshot, NOW.getTime(), resolveOptions({ ours: POLICY_TAG, ...options }));
  return found.kind === 'outside' ? found.reasons.map(({ text }) => text).join(', ') : found.kind;
}

test.each<[string, Snapshot, string]>([
  ['a completed one of ours', snapshotAt(OURS), 'judged'],
  ['one started at this very moment', snapshotAt('2026-06-01T00:00Z'), 'judged'],
  ['one from the future', snapshotAt('2026-06-01T00:00:00.001Z'), 'dated in the future'],
  ['one without the tag', snapshotAt(OURS, { tags: {} }), "does not carry the policy's tag"],
  [
    "one of another policy's",
    snapshotAt(OURS, { tags: { policy: 'weekly' } }),
    "does not carry the policy's tag",
  ],
  ['one that an AMI uses', snapshotAt(OURS, { heldBy: ['ami-1'] }), 'held by ami-1'],
  ['one that two AMIs use', snapshotAt(OURS, { heldBy: ['ami-1', 'ami-2'] }), 'held by ami-1, held by ami-2'],
  ["AWS Backup's with our tag copied", snapshotAt(OURS, { heldBy: ['aws-backup'] }), 'managed by AWS Backup'],
  ["Data Lifecycle Manager's", snapshotAt(OURS, { heldBy: ['dlm'] }), 'managed by Data Lifecycle Manager'],
  ['a pending one', snapshotAt(OURS, { state: 'pending' }), 'not completed (pending)'],
  ['a failed one', snapshotAt(OURS, { state: 'error' }), 'not completed (error)'],
  ['one in the Recycle Bin', snapshotAt(OURS, { state: 'recoverable' }), 'not completed (recoverable)'],
  ['one coming back from there', snapshotAt(OURS, { state: 'recovering' }), 'not completed (recovering)'],
  ['a copy without lineage', snapshotAt(OURS, { volumeId: 'vol-ffffffff' }), 'its volume is not known'],
  ['one without a volume', snapshotAt(OURS, { volumeId: '' }), 'its volume is not known'],
  [
    'one with every reason there is',
    snapshotAt('2027-01-01', { volumeId: '', tags: {}, heldBy: ['dlm'], state: 'pending' }),
    "its volume is not known, does not carry the policy's tag, managed by Data Lifecycle Manager, " +
      'dated in the future, not completed (pending)',
  ],
])('%s: %s stands as expected', (_, snapshot, expected) => {
  expect(standing(snapshot)).toBe(expected);
});

test.each<[string, Partial<Snapshot>, string]>([
  ['takes a foreign one for ours', {}, 'judged'],
  ['leaves what AWS Backup has', { heldBy: ['aws-backup'] }, 'managed by AWS Backup'],
  ['leaves what an AMI uses', { heldBy: ['ami-1'] }, 'held by ami-1'],
])('adopting %s', (_, changes, expected) => {
  const foreign = snapshotAt(OURS, { id: 'snap-1', tags: { made: 'by hand' }, ...changes });
  expect(standing(foreign, { adopt: { key: 'made' } })).toBe(expected);
  expect(standing(foreign, { adopt: ({ id }) => id === 'snap-1' })).toBe(expected);
  expect(standing(foreign, { adopt: ({ id }) => id === 'snap-2' })).not.toBe('judged');
});

test.each<[string, Partial<Snapshot>, string]>([
  ['one of ours', {}, 'failed'],
  ['a foreign one', { tags: {} }, "does not carry the policy's tag, not completed (error)"],
  ['a held one', { heldBy: ['ami-1'] }, 'held by ami-1, not completed (error)'],
  ['one that is pending', { state: 'pending' }, 'not completed (pending)'],
])('asked to remove failed ones, %s stands as expected', (_, changes, expected) => {
  expect(standing(snapshotAt(OURS, { state: 'error', ...changes }), { removeFailed: true })).toBe(expected);
});
