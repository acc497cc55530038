import type { FailureLog } from '../failure-lines';
import { anExecution, aTask, TASK_ARN } from '../testing/records';
import { composeMail, type Notice } from './compose';

const EXECUTION_ARN = `${TASK_ARN}/execution/exec-0123456789abcdef0`;
const place = {
  environment: 'prod',
  account: '123456789012',
  region: 'eu-central-1',
  logGroupName: '/strata/prod/datasync',
  archiveBucketName: 'strata-prod-archive',
};
const notice = (changes: Partial<Notice> = {}): Notice => ({
  state: 'SUCCESS',
  executionArn: EXECUTION_ARN,
  execution: anExecution({ arn: EXECUTION_ARN }),
  task: aTask(),
  place,
  ...changes,
});
const failed = (errorCode?: string, errorDetail?: string, failureLog?: FailureLog): Notice =>
  notice({
    state: 'ERROR',
    execution: anExecution({
      arn: EXECUTION_ARN,
      status: 'ERROR',
      result: { errorCode, errorDetail, verifyMs: undefined, verifyStatus: 'PENDING' },
      counts: { filesVerified: 0, failed: { list: 0, prepare: 1, transfer: 2, verify: 0, delete: 0 } },
      ...(failureLog ? { failureLog } : {}),
    }),
  });

const MAILS: Readonly<Record<string, Notice>> = {
  'a run that copied something': notice(),
  'a run that found nothing to do': notice({
    execution: anExecution({
      arn: EXECUTION_ARN,
      counts: { filesTransferred: 0, filesVerified: 0, bytesTransferred: 0 },
      result: { prepareMs: 900, transferMs: 0, verifyMs: 0, totalMs: 1200 },
    }),
  }),
  'a run in Basic mode, which counts no failures': notice({
    execution: anExecution({ arn: EXECUTION_ARN, counts: { failed: undefined } }),
  }),
  'a run in Basic mode whose log tells of none': notice({
    execution: anExecution({
      arn: EXECUTION_ARN,
      counts: { failed: undefined },
      failureLog: { lines: [], failed: 0, mismatches: 0, complete: true },
    }),
  }),
  'a run that ended well although its log tells of failures': notice({
    execution: anExecution({
      arn: EXECUTION_ARN,
      counts: { failed: undefined },
      failureLog: {
        lines: ['[WARN] Failed to open source file /a: Permission denied'],
        failed: 1,
        mismatches: 0,
        complete: true,
      },
    }),
  }),
  'a run that ended well although files failed': notice({
    execution: anExecution({
      arn: EXECUTION_ARN,
      counts: { failed: { list: 0, prepare: 0, transfer: 4, verify: 0, delete: 0 } },
    }),
  }),
  'a run that copied a part': notice({ execution: anExecution({ arn: EXECUTION_ARN, includes: ['/a'] }) }),
  'no way to S3': failed('FsS3UnableToConnectToEndpoint', 'Unable to connect to S3 endpoint'),
  'files that failed for a reason that only the log says': failed(
    'PartialTransfer',
    'Selected files transferred except for files skipped due to errors.',
    {
      lines: ['[ERROR] Failed to transfer file /a.bin: No space left on device'],
      failed: 1,
      mismatches: 0,
      complete: true,
    },
  ),
  'a failed verification': failed('VerificationFailed', 'Verification detected mismatches.'),
  'a run that was cancelled': failed('Cancelled', 'The task execution was cancelled.'),
  'an error that nobody knows': failed('Martian', 'Something else.\nOn two lines.'),
  'an error without a word': failed(),
  'a task that could not be described': notice({ task: undefined }),
  'a test with a real run': notice({ state: 'ERROR', testEventId: 'b0e4' }),
  'a test without one': notice({ state: 'ERROR', execution: undefined, testEventId: 'b0e4' }),
  'a run in China': notice({ place: { ...place, region: 'cn-north-1' } }),
};

describe('the e-mail of', () => {
  it.each(Object.entries(MAILS))('%s', (_, each) => {
    const { subject, body } = composeMail(each);
    expect(`Subject: ${subject}\n\n${body}`).toMatchSnapshot();
    expect(subject).toMatch(/^[ -~]{1,99}$/);
    // What tools and people look for, in the plain e-mail as well.
    expect(body).toContain(`DataSync transfer ${each.state} in environment prod`);
    expect(body.startsWith('TEST')).toBe(each.testEventId !== undefined);
  });

  it('a failed run names the environment in each command, so that none is done to another', () => {
    for (const each of Object.values(MAILS)) {
      const commands = composeMail(each).body.match(/strata (datasync|diff) .*/g) ?? [];
      for (const command of commands) expect(command).toContain('--env prod');
    }
    const local = composeMail(notice({ state: 'ERROR', place: { ...place, environment: 'local' } }));
    expect(local.body).toContain('./strata datasync diagnose\n');
  });

  it('a run whose log tells of failures does not call the archive up to date', () => {
    const { subject, body } = composeMail(
      MAILS['a run that ended well although its log tells of failures'] ?? notice(),
    );
    expect(subject).toBe('[prod] DataSync transfer succeeded, but files FAILED: permission-denied');
    expect(body).toContain('Log: [WARN] Failed to open source file /a: Permission denied');
    expect(body).not.toContain('up to date');
  });

  it('an execution that failed says how it failed in the subject', () => {
    expect(composeMail(failed('X', 'Unable to connect to S3 endpoint')).subject).toBe(
      '[prod] DataSync transfer FAILED: s3-unreachable',
    );
  });
});
