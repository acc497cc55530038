import { describePolicy } from './describe-policy';
import { InvalidPolicyError } from './errors';
import type { RetentionPolicy } from './policy';
import { isEmptyPolicy, resolvePolicy } from './resolve-policy';

test.each<[RetentionPolicy, string]>([
  [{ keepLast: 2 }, 'keep 2 last'],
  [{ keepMonthly: -1, keepDaily: 7 }, 'keep 7 daily, all monthly'],
  [{ keepWithin: '1y2m3d3h' }, 'keep all within 1y2m3d3h'],
  [{ keepWithinDaily: { years: 0, months: 0, days: 7, hours: 0 } }, 'keep daily within 7d'],
  [
    { keepTags: [[{ key: 'hold' }], [{ key: 'env', value: 'prod' }, { key: 'gold' }]] },
    'keep all tagged hold, all tagged env=prod,gold',
  ],
  [{ keepLast: 1, keepHourly: 0, keepWithin: '0d' }, 'keep 1 last'],
])('a policy %j is described as %j', (policy, expected) => {
  expect(describePolicy(policy)).toBe(expected);
  expect(isEmptyPolicy(resolvePolicy(policy))).toBe(false);
});

test.each<RetentionPolicy>([
  {},
  { keepLast: 0 },
  { keepWithin: '0h' },
  { keepTags: [] },
  { keepDaily: undefined },
])('the policy %j is empty', (policy) => {
  expect(isEmptyPolicy(resolvePolicy(policy))).toBe(true);
  expect(describePolicy(policy)).toBe('keep nothing');
});

test.each<[object, string]>([
  [{ keepLast: -2 }, 'keepLast: got -2; allowed: a whole number from 0 up, or -1 for all'],
  [{ keepDaily: 1.5 }, 'keepDaily: got 1.5'],
  [{ keepDaily: NaN }, 'keepDaily: got NaN'],
  [{ keepWeekly: Infinity }, 'keepWeekly: got Infinity'],
  [{ keepWithin: '7' }, 'keepWithin: "7" is not a duration'],
  [{ keepWithinDaily: { years: 0, months: 0, days: -7, hours: 0 } }, 'keepWithinDaily: got {'],
  [{ keepWithinDaily: { days: 7 } }, 'keepWithinDaily: got {"days":7}'],
  [{ keepTags: [[]] }, 'keepTags[0]: names no tag'],
  [{ keepTags: [[{ key: 'a' }], [{ key: '' }]] }, 'keepTags[1]: names no tag'],
  [{ keepLats: 2 }, 'keepLats: is not a rule; the rules are keepLast, keepHourly'],
])('refuses %j', (policy, message) => {
  expect(() => resolvePolicy(policy)).toThrow(InvalidPolicyError);
  expect(() => resolvePolicy(policy)).toThrow(message);
});

test('tells all faults at once, with the exit code of a bad configuration', () => {
  const policy = { keepLast: -5, keepWithin: 'soon', keepYearly: 0.5 };
  expect(() => resolvePolicy(policy)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      faults: [
        expect.objectContaining({ path: 'keepLast' }),
        expect.objectContaining({ path: 'keepYearly' }),
        expect.objectContaining({ path: 'keepWithin' }),
      ],
    }),
  );
});
