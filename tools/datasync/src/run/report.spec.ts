import { anExecution } from '../testing/records';
import { phaseText } from './progress';
import { executionJson, runText } from './report';

const ARN =
  'arn:aws:datasync:eu-central-1:123456789012:task/task-0123456789abcdef0/execution/exec-0000000000000000f';

it('ends with a table', () => {
  expect(runText(anExecution({ arn: ARN }))).toMatchInlineSnapshot(`
    "run
    result       SUCCESS
    transferred  3 files, 2.9 KiB
    verified     3 files
    deleted      0 files
    skipped      5 files
    failed       0 items
    duration     10 min 0 s (prepare 1.0 s, transfer 8 min 20 s, verify 1 min 39 s), BASIC mode
    execution    arn:aws:datasync:eu-central-1:123456789012:task/task-0123456789abcdef0/execution/exec-0000000000000000f"
  `);
});

it('explains a failure, with what to check', () => {
  const failed = anExecution({
    arn: ARN,
    status: 'ERROR',
    counts: { failed: { list: 0, prepare: 0, transfer: 2, verify: 1, delete: 0 } },
    result: {
      errorCode: 'PartialTransfer',
      errorDetail: 'Selected files transferred except some.',
      totalMs: undefined,
    },
  });
  expect(runText(failed)).toMatchInlineSnapshot(`
    "run
    result       ERROR
    transferred  3 files, 2.9 KiB
    verified     3 files
    deleted      0 files
    skipped      5 files
    failed       3 items (transfer 2, verify 1)
    duration     - (prepare 1.0 s, transfer 8 min 20 s, verify 1 min 39 s), BASIC mode
    execution    arn:aws:datasync:eu-central-1:123456789012:task/task-0123456789abcdef0/execution/exec-0000000000000000f

    PartialTransfer: Selected files transferred except some.
    The run came to its end, but some files could not be copied.
    Check:
      - the files that the log names, each with its reason
      - run again once the reason is gone
    See https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-task-verification.html"
  `);
  expect(executionJson(failed)).toMatchObject({
    failure: { cause: 'files-failed' },
    durationMs: { total: null },
  });
});

it('does not claim that nothing failed where Basic mode does not tell', () => {
  expect(runText(anExecution({ counts: { failed: undefined } }))).toContain('not told: Basic mode does not');
});

it('tells what failed in a run that ended well, by its log', () => {
  const lines = ['[WARN] Failed to open source file /a: Permission denied'];
  const failureLog = { lines, failed: 2, mismatches: 1, complete: false };
  const text = runText(anExecution({ counts: { failed: undefined }, failureLog }));
  expect(text).toMatch(/failed +at least 3 items \(copied, but different: 1\), by its log/);
  expect(text).toContain(`DataSync reports success, but its log tells of failures\nLog: ${lines[0]}\n`);
});

it('tells while it transfers how far it is, how fast, and how long it takes', () => {
  const execution = anExecution({
    status: 'TRANSFERRING',
    counts: { estimatedFiles: 300, estimatedBytes: 2 ** 31 },
  });
  expect(phaseText(execution, { bytesPerSecond: 5 * 2 ** 20, secondsLeft: 400 })).toBe(
    '3 of 300 files, 2.9 KiB of 2.0 GiB, 5.0 MiB/s, about 6 min 40 s left',
  );
});
