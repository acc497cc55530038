import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { idOf } from '../model';
import { type LiveTransfer, startLiveTransfer } from '../testing/live-transfer';
import { readFailureLog } from './execution-log';

const GROUP = '/strata/test/datasync';
const MINUTE = 60_000;
const now = Date.now();

let aws: LiveTransfer;
beforeAll(async () => {
  aws = await startLiveTransfer();
  await aws.connections.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: GROUP }));
});
afterAll(() => aws?.stop());

const execution = (id: string) => ({
  arn: `${aws.taskArn}/execution/exec-${id.padStart(17, '0')}`,
  startedAt: new Date(now - 60 * MINUTE),
  endedAt: new Date(now - 30 * MINUTE),
});

/** Writes what DataSync would, each line so many minutes ago. */
async function write({ arn }: { readonly arn: string }, lines: readonly (readonly [number, string])[]) {
  const logs = aws.connections.client(CloudWatchLogsClient);
  const [taskArn = ''] = arn.split('/execution/');
  const stream = { logGroupName: GROUP, logStreamName: `${idOf(taskArn)}-${idOf(arn)}` };
  await logs.send(new CreateLogStreamCommand(stream));
  const logEvents = lines.map(([ago, message]) => ({ timestamp: now - ago * MINUTE, message }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

it('reads what failed and what was found different, of this execution alone', async () => {
  const [own, other] = [execution('1'), execution('2')];
  await write(own, [
    [50, '[NOTICE] Execution started'],
    [45, '[ERROR] Failed to open source file /a: Permission denied'],
    [40, '[NOTICE] Verification failed <> /b'],
    [35, '[INFO] Verified file /c'],
  ]);
  await write(other, [[45, '[ERROR] Failed to open source file /other: Permission denied']]);
  expect(await readFailureLog(aws.connections, GROUP, own)).toEqual({
    lines: ['[ERROR] Failed to open source file /a: Permission denied', '[NOTICE] Verification failed <> /b'],
    failed: 1,
    mismatches: 1,
    complete: true,
  });
});

it('looks only into the time of the run, with room for a clock that differs and lines that come late', async () => {
  const late = execution('3');
  await write(late, [
    [100, '[ERROR] Failed to open source file /before: gone'],
    [65, '[ERROR] Failed to open source file /just-before: gone'],
    [20, '[ERROR] Failed to open source file /just-after: gone'],
    [5, '[ERROR] Failed to open source file /after: gone'],
  ]);
  expect(await readFailureLog(aws.connections, GROUP, late)).toMatchObject({ failed: 2 });
});

it('finds nothing where no stream has come yet, and fails where there is no group', async () => {
  expect(await readFailureLog(aws.connections, GROUP, execution('4'))).toMatchObject({
    lines: [],
    failed: 0,
  });
  await expect(readFailureLog(aws.connections, '/no/such', execution('4'))).rejects.toThrow(/no\/such/);
});
