import { anExecution, aTask } from '../testing/records';
import { metricsOf } from './metrics';
import { ageOf } from './watch';

const values = (execution: Parameters<typeof metricsOf>[0]) =>
  Object.fromEntries(metricsOf(execution).map(({ name, value }) => [name, value]));

describe('the metrics of a run', () => {
  it('say what it did', () => {
    expect(values(anExecution())).toEqual({
      TransferFailed: 0,
      TransferFilesTransferred: 3,
      TransferFilesDeleted: 0,
      TransferFilesFailed: 0,
      TransferFilesVerificationFailed: 0,
      TransferBytes: 3000,
      TransferDurationSeconds: 600,
    });
  });

  it('leave out what DataSync does not tell', () => {
    const names = Object.keys(
      values(anExecution({ counts: { failed: undefined }, result: { totalMs: undefined } })),
    );
    expect(names).not.toContain('TransferFilesFailed');
    expect(names).not.toContain('TransferDurationSeconds');
  });

  it.each([
    ['counted', { failed: { list: 0, prepare: 0, transfer: 0, verify: 7, delete: 0 } }, undefined, 7],
    ['said, and not counted', { failed: undefined }, 'VerificationFailed', 1],
    ['neither', { failed: undefined }, 'PartialTransfer', 0],
    ['not there', { failed: undefined }, undefined, 0],
  ])('have the mismatches of a verification that are %s', (_, counts, errorCode, mismatches) => {
    const execution = anExecution({ status: 'ERROR', counts, result: { errorCode } });
    expect(values(execution)).toMatchObject({
      TransferFailed: 1,
      TransferFilesVerificationFailed: mismatches,
    });
  });
});

describe('in Basic mode, which counts no failures, files that failed', () => {
  const log = { lines: [], failed: 3, mismatches: 2, complete: true };
  const basic = { counts: { failed: undefined } };
  it.each([
    ['are counted from the log of a run that ended well', { ...basic, failureLog: log }, 3, 2],
    [
      'are none when its log tells of none',
      { ...basic, failureLog: { ...log, failed: 0, mismatches: 0 } },
      0,
      0,
    ],
    [
      'are at least one when the words say so and the log comes late',
      {
        ...basic,
        status: 'ERROR',
        result: { errorCode: 'PartialTransfer' },
        failureLog: { ...log, failed: 0, mismatches: 0 },
      },
      1,
      0,
    ],
    [
      'are at least one when the words say so and there is no log',
      { ...basic, status: 'ERROR', result: { errorCode: 'PartialTransfer' } },
      1,
      0,
    ],
  ])('%s', (_what, changes, TransferFilesFailed, TransferFilesVerificationFailed) => {
    expect(values(anExecution(changes))).toMatchObject({
      TransferFilesFailed,
      TransferFilesVerificationFailed,
    });
  });
});

describe('the age of the newest backup', () => {
  const now = new Date('2026-03-10T12:00:00Z');
  const at = (hour: number, changes: Parameters<typeof anExecution>[0] = {}) =>
    anExecution({ startedAt: new Date(Date.UTC(2026, 2, 10, hour)), ...changes });

  it('counts from when the newest success began to look at the source', () => {
    const newest = at(10);
    const runs = [at(8), newest, at(11, { status: 'ERROR' })];
    expect(ageOf(aTask(), runs, now)).toEqual({ ageSeconds: 7200, newestExecutionArn: newest.arn });
  });

  it('passes by a run that copied only a part', () => {
    expect(ageOf(aTask(), [at(8), at(11, { includes: ['/a'] })], now).ageSeconds).toBe(4 * 3600);
  });

  it('counts from the making of the task when there is none', () => {
    const task = aTask({ createdAt: new Date('2026-03-10T11:59:00Z') });
    expect(ageOf(task, [at(11, { status: 'ERROR' })], now)).toEqual({
      ageSeconds: 60,
      newestExecutionArn: undefined,
    });
  });
});
