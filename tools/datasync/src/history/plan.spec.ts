import fc from 'fast-check';
import { anExecution, aTask } from '../testing/records';
import { executionArnOf } from './command';
import { type HistoryInput, planHistory } from './plan';
import { historyJson, historyText } from './report';

const NOW = new Date('2026-03-10T12:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const history = (executions: HistoryInput['executions'], changes: Partial<HistoryInput> = {}) =>
  planHistory({ task: aTask(), executions, since: hoursAgo(48), now: NOW, rpoMinutes: 24 * 60, ...changes });
const run = (hours: number, changes: Parameters<typeof anExecution>[0] = {}) =>
  anExecution({ startedAt: hoursAgo(hours), ...changes });

/** Hours of the longest gap; a run of `anExecution` takes ten minutes, and the gap lasts until its end. */
const gapHours = (executions: HistoryInput['executions'], changes: Partial<HistoryInput> = {}) =>
  history(executions, changes).longestGap.seconds / 3600;

it.each<[string, number[], number]>([
  ['no backup at all', [], 48],
  ['one in the middle', [24], 24 + 1 / 6],
  ['backups at every twelfth hour, the first before the window', [49, 37, 25, 13, 1], 12 + 1 / 6],
  ['none since long', [60, 40], 40],
])('finds the longest gap with %s', (_what, hours, expected) => {
  expect(gapHours(hours.map((each) => run(each)))).toBeCloseTo(expected, 6);
});

it('promises nothing for the time before the task was made', () => {
  expect(gapHours([], { task: aTask({ createdAt: hoursAgo(3) }) })).toBe(3);
});

it('begins where the memory of AWS does: what it has forgotten is no gap', () => {
  const days = Array.from({ length: 30 }, (_, day) => run(day * 24 + 1));
  const healthy = history(days, { since: hoursAgo(90 * 24), rpoMinutes: 25 * 60 });
  expect(healthy).toMatchObject({ since: hoursAgo(30 * 24), cut: true, rpoKept: true });
  expect(historyText(healthy)).toContain(
    'AWS remembers runs for 30 days: the history begins at 2026-02-08 12:00:00Z.',
  );
  expect(history(days, { since: hoursAgo(29 * 24) }).cut).toBe(false);
});

it('lets neither a failed nor a partial run close a gap', () => {
  expect(gapHours([run(20, { status: 'ERROR' }), run(10, { excludes: ['/.strata', '/big'] })])).toBe(48);
});

it('never finds less than the time since the newest backup, and never less with one backup fewer', () => {
  const hours = fc.array(fc.integer({ min: 1, max: 47 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(hours, (each) => {
      const runs = each.map((hour) => run(hour));
      const all = gapHours(runs);
      expect(all).toBeGreaterThanOrEqual(Math.min(48, ...each));
      expect(gapHours(runs.slice(1))).toBeGreaterThanOrEqual(all - 1e-9);
    }),
  );
});

it('counts what ended, and gives no rate where nothing has', () => {
  const mixed = history([
    run(1, { status: 'VERIFYING' }),
    run(2),
    run(3, { status: 'ERROR' }),
    run(4),
    run(100),
  ]);
  expect(mixed).toMatchObject({ succeeded: 2, failed: 1, underWay: 1, successRate: 2 / 3 });
  expect(history([run(1, { status: 'QUEUED' })]).successRate).toBeUndefined();
});

it('reads well, the newest first', () => {
  const runs = [
    run(30, { arn: 'x/execution/exec-1' }),
    run(20, { arn: 'x/execution/exec-2', status: 'ERROR', result: { errorCode: 'PartialTransfer' } }),
    run(2, { arn: 'x/execution/exec-3', includes: ['/a'], counts: { failed: undefined } }),
  ];
  expect(historyText(history(runs))).toMatchInlineSnapshot(`
    "started               execution  result   files    bytes  failed        took  remark
    2026-03-10 10:00:00Z  exec-3     SUCCESS      3  2.9 KiB       -  10 min 0 s  partial: took only /a
    2026-03-09 16:00:00Z  exec-2     ERROR        3  2.9 KiB       0  10 min 0 s  files-failed
    2026-03-09 06:00:00Z  exec-1     SUCCESS      3  2.9 KiB       0  10 min 0 s
    3 runs: 2 succeeded (66 % of those that ended), 1 failed.
    Longest time without a newer backup: 30 h, from 2026-03-09 06:00:00Z to now; the RPO of 24 h was MISSED.
    failed -: not told, as Basic mode does not count. One run: strata datasync history EXECUTION"
  `);
  expect(historyJson(history(runs)).longestGap).toMatchObject({ open: true, seconds: 108_000 });
  expect(historyText(history([]))).toContain('No runs in this time.');
});

it.each([
  'exec-1',
  'task-0123456789abcdef0',
  `${aTask().arn.replace('eu', 'us')}/execution/exec-0123456789abcdef0`,
])('refuses %s as an execution of the task', (named) => {
  expect(() => executionArnOf(named, aTask().arn)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
