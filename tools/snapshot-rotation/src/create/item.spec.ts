import { InterruptedError } from '@strata/cli-kit';
import { LeaseLostError } from '../errors';
import { aVolume } from '../testing/records';
import { aSnapshot } from '../testing/snapshots';
import { StillPendingError } from './attempt';
import { failedToo, updated, withoutSnapshot } from './item';
import type { CreatedItem } from './run';

const volume = aVolume('vol-1', { encrypted: true, kmsKeyId: 'arn:aws:kms:eu-central-1:1:key/k' });

test.each([
  ['an interruption', new InterruptedError(), 'skipped', /interrupted before/],
  ['a limit that did not pass', new StillPendingError('5 are pending'), 'skipped', /5 are pending/],
  ['a lease that was lost', new LeaseLostError('r1'), 'failed', /lost its lease/],
  ['any other error', new Error('no'), 'failed', /^no$/],
  ['an error about a key', new Error('KMS key is disabled'), 'failed', /key\/k: see aws kms describe-key/],
] as const)('a volume without a snapshot for %s', (_title, error, outcome, detail) => {
  expect(withoutSnapshot(volume, 'i-1', error)).toEqual({
    id: 'vol-1',
    instanceId: 'i-1',
    outcome,
    detail: expect.stringMatching(detail),
  });
});

const made: CreatedItem = {
  id: 'vol-1',
  outcome: 'done',
  detail: 'crash',
  snapshotId: 'snap-1',
  state: 'pending',
};
const seen = (changes: Parameters<typeof aSnapshot>[2]) =>
  new Map([['snap-1', aSnapshot('snap-1', '2026-01-31T03:00:00Z', changes)]]);

test('a snapshot that completed is done; one that ended in error is none', () => {
  expect(updated(made, seen({ state: 'completed' }))).toMatchObject({ outcome: 'done', state: 'completed' });
  expect(updated(made, seen({ state: 'error', stateMessage: 'key gone' }))).toMatchObject({
    outcome: 'failed',
    state: 'error',
    detail: 'snap-1 ended in error: key gone',
  });
  expect(updated(made, new Map())).toBe(made);
});

test('what else went wrong does not hide that a snapshot was made', () => {
  expect(failedToo(made, 'i-1 does not start')).toMatchObject({
    outcome: 'failed',
    snapshotId: 'snap-1',
    detail: 'crash; but i-1 does not start',
  });
});
