import { anExecution, aTask } from '../testing/records';
import { type StatusInput, statusOf } from './plan';
import { statusJson, statusText } from './report';

const NOW = new Date('2026-03-10T12:00:00Z');
const started = (hoursAgo: number) => ({ startedAt: new Date(NOW.getTime() - hoursAgo * 3_600_000) });
const status = (executions: StatusInput['executions'], task = aTask()) =>
  statusOf({ task, executions, rpoMinutes: 24 * 60, now: NOW });

it.each<[string, number, boolean]>([
  ['younger than the RPO', 23, true],
  ['exactly as old', 24, true],
  ['older', 24.001, false],
  ['dated a little ahead', -0.01, true],
])('judges a backup that is %s', (_what, age, met) => {
  const { met: judged, ageSeconds } = status([anExecution(started(age))]);
  expect([judged, ageSeconds]).toEqual([met, Math.max(0, age * 3600)]);
});

it('counts the age from when the run left the queue: what came later may not be in it', () => {
  const queued = anExecution({ ...started(30), launchedAt: started(20).startedAt });
  expect(status([queued])).toMatchObject({ met: true, ageSeconds: 20 * 3600 });
});

it.each([
  ['there was never a run', []],
  ['all runs failed', [anExecution({ ...started(1), status: 'ERROR' })]],
  ['only a part was copied', [anExecution({ ...started(1), includes: ['/a'] })]],
  ['the first run is under way', [anExecution({ ...started(1), status: 'PREPARING' })]],
])('misses the objective when %s', (_what, executions) => {
  expect(status(executions)).toMatchObject({ met: false, lastSuccess: undefined, ageSeconds: undefined });
});

it('tells of a failure only when no success came after it', () => {
  const failed = anExecution({ ...started(3), status: 'ERROR', result: { errorCode: 'PartialTransfer' } });
  expect(status([failed, anExecution(started(2))]).lastFailure).toBeUndefined();
  expect(status([failed, anExecution(started(4))]).lastFailure).toBe(failed);
});

it('reads well, and says what a script needs', () => {
  const good = anExecution({ ...started(30), arn: 'x/execution/exec-1' });
  const failed = anExecution({
    ...started(5),
    arn: 'x/execution/exec-2',
    status: 'ERROR',
    result: { errorCode: 'VerificationFailed' },
  });
  const running = anExecution({ ...started(1), arn: 'x/execution/exec-3', status: 'VERIFYING' });
  const missed = status([good, failed, running], aTask({ schedule: undefined }));
  expect(statusText(missed)).toMatchInlineSnapshot(`
    "The newest backup holds the share of 2026-03-09 06:00:00Z, 30 h ago (exec-1).
    The RPO of 24 h is MISSED.
    The newest run FAILED: exec-2, What was written differs from the source: mostly files that changed during the run.
    A run is under way: exec-3, VERIFYING.
    The task has NO enabled schedule: it runs only when somebody starts it."
  `);
  expect(statusJson(missed)).toMatchObject({ rpoMet: false, ageSeconds: 108_000, rpoSeconds: 86_400 });
  expect(statusText(status([], aTask({ createdAt: new Date('2026-03-01T00:00:00Z') }))))
    .toMatchInlineSnapshot(`
    "There is no backup: no run of the task has succeeded.
    The RPO of 24 h is MISSED.
    Schedule: rate(12 hours)."
  `);
});

it('claims nothing of a time that AWS has forgotten', () => {
  expect(statusText(status([]))).toContain(
    'There is no backup of the 30 days that AWS remembers: no run of the task has succeeded in them.',
  );
});
