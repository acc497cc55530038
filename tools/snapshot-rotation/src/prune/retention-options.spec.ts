import { Command } from 'commander';
import { maxRemove, type RetentionOptions, retentionOf, withRetentionOptions } from './retention-options';

function parsed(...args: string[]): RetentionOptions {
  const command = withRetentionOptions(new Command('prune')).exitOverride();
  return command.parse(args, { from: 'user' }).opts();
}

it('states no rules when none are given, so that the policy’s hold', () => {
  expect(retentionOf(parsed('--max-remove', '5'))).toBeUndefined();
});

it('reads every rule', () => {
  const args =
    '--keep-last 2 --keep-daily -1 --keep-within 1y2m --keep-within-weekly 60d --keep-tag hold,env=prod --keep-tag a=b';
  expect(retentionOf(parsed(...args.split(' ')))).toEqual({
    keepLast: 2,
    keepDaily: -1,
    keepWithin: '1y2m',
    keepWithinWeekly: '60d',
    keepTags: [[{ key: 'hold' }, { key: 'env', value: 'prod' }], [{ key: 'a', value: 'b' }]],
  });
});

it.each([
  ['20', { count: 20 }],
  ['35%', { percent: 35 }],
  ['2.5%', { percent: 2.5 }],
  ['0', { count: 0 }],
])('reads the cap %s', (text, cap) => {
  expect(maxRemove(text)).toEqual(cap);
});

it('takes both caps', () => {
  expect(parsed('--max-remove', '20', '--max-remove', '80%').maxRemove).toEqual({ count: 20, percent: 80 });
});

it.each(['101%', '-1', 'all', '2.5', '', '1e3', '%'])('refuses the cap %j', (text) => {
  expect(() => maxRemove(text)).toThrow(/neither a count nor a share.*allowed: a whole number/);
});

it.each(['-2', 'two', '1.5', ''])('refuses to keep %j', (text) => {
  expect(() => parsed(`--keep-last=${text}`)).toThrow(
    /--keep-last is no number of snapshots.*whole number from 0/,
  );
});

it('refuses durations that do not parse, all of them at once', () => {
  expect(() => retentionOf(parsed('--keep-within', '3x', '--keep-within-daily', '1w'))).toThrow(
    /keepWithin: "3x" is not a duration[^]*keepWithinDaily: "1w" is not a duration/,
  );
});
