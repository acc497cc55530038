import { InvalidPolicyError } from './errors';
import { DEFAULT_CAPS, type PlanOptions, resolveOptions } from './options';
import { POLICY_TAG } from './sample-snapshots';

test.each<[string, Partial<PlanOptions>]>([
  ['maxRemove.count', { maxRemove: { count: NaN } }],
  ['maxRemove.count', { maxRemove: { count: -1 } }],
  ['maxRemove.count', { maxRemove: { count: 2.5 } }],
  ['maxRemove.percent', { maxRemove: { percent: NaN } }],
  ['maxRemove.percent', { maxRemove: { percent: 101 } }],
  ['maxRemove.percent', { maxRemove: { percent: -1 } }],
  ['unsafeAllowRemoveAll.volumeIds', { unsafeAllowRemoveAll: { volumeIds: [] } }],
  ['unsafeAllowRemoveAll.volumeIds', { unsafeAllowRemoveAll: { volumeIds: ['vol-1', ''] } }],
  ['ours', { ours: { key: '' } }],
  ['adopt', { adopt: { key: '' } }],
])('refuses a %s that would take a guard away by mistake: %j', (path, options) => {
  const resolve = () => resolveOptions({ ours: POLICY_TAG, ...options });
  expect(resolve).toThrow(InvalidPolicyError);
  expect(resolve).toThrow(
    expect.objectContaining({ exitCode: 2, faults: [expect.objectContaining({ path })] }),
  );
});

test('has both caps on unless told otherwise, each by itself', () => {
  expect(resolveOptions({ ours: POLICY_TAG }).caps).toEqual(DEFAULT_CAPS);
  expect(resolveOptions({ ours: POLICY_TAG, maxRemove: { count: 5 } }).caps).toEqual({
    ...DEFAULT_CAPS,
    count: 5,
  });
  expect(DEFAULT_CAPS.count).toBeLessThan(Infinity);
  expect(DEFAULT_CAPS.percent).toBeLessThan(100);
});
