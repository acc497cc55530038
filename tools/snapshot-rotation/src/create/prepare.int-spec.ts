import { GetCommandInvocationCommand, ListCommandsCommand } from '@aws-sdk/client-ssm';
import { setTags } from '../gateway/tags';
import { restoreInstance } from '../restore/restore';
import { runInstance } from '../testing/instances';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { markedState } from '../testing/runs';
import { type Prepared, whilePrepared } from './prepare';
import type { CreateRun } from './run';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

const DOCUMENT = 'AWS-RunShellScript';
const RUN_ID = 'default-20260101T000000Z-abcdef';
const PATIENCE = { timeoutMs: 400, callOffMs: 1500 };

/** Freezes an instance that its tags make slow, and tells what came of it and, later, the calls that this took. */
async function froze(tags: Readonly<Record<string, string>>, patience = PATIENCE) {
  const { id: instanceId } = await runInstance(aws.connections, []);
  await setTags(aws.connections, [instanceId], tags);
  const run: CreateRun = {
    connections: aws.connections,
    policy: aPolicy({ consistency: 'quiesced', quiesceDocument: DOCUMENT }),
    runId: RUN_ID,
    signal: new AbortController().signal,
    emit: () => undefined,
  };
  const set = { instanceId, volumes: [], call: { api: 'CreateSnapshot' }, notes: [] } as const;
  const before = (await aws.calls()).length;
  const prepared: Prepared<string> = await whilePrepared(
    run,
    { ...set, preparation: 'freeze', consistency: 'quiesced' },
    async () => 'worked',
    patience,
  );
  const calls = async () =>
    (await aws.calls()).slice(before).filter((call) => /^(SendCommand|CancelCommand|DeleteTags)$/.test(call));
  return { instanceId, prepared, calls };
}

/** States of the commands that an instance was sent, the first one first. */
async function commandsOf(InstanceId: string): Promise<(string | undefined)[]> {
  const { ssm } = aws.connections;
  const { Commands = [] } = await ssm.send(new ListCommandsCommand({ InstanceId }));
  const states = Commands.map(async ({ CommandId, Parameters }) => {
    const { Status } = await ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId }));
    return `${Parameters?.['Action']}: ${Status}`;
  });
  return (await Promise.all(states)).reverse();
}

const reasonOf = ({ work }: Prepared<string>) => (work.ok ? undefined : String(work.error));

test('a freeze that is too slow is called off; the thaw comes after its end, and only then the mark goes', async () => {
  const { instanceId, prepared, calls } = await froze({
    'local-aws:ssm-ms': '60000:freeze',
    'local-aws:ssm-cancel': '800',
  });
  expect(reasonOf(prepared)).toContain('within 0.4 s; it was called off and ended as Cancelled');
  expect(prepared.notRestored).toBeUndefined();
  expect(await commandsOf(instanceId)).toEqual(['freeze: Cancelled', 'thaw: Success']);
  expect(await markedState(aws.connections, instanceId)).toEqual(['running', []]);
  expect(await calls()).toEqual(['SendCommand', 'CancelCommand', 'SendCommand', 'DeleteTags']);
});

test('a freeze that succeeds though it was called off is thawed after that', async () => {
  const { instanceId, prepared } = await froze({
    'local-aws:ssm-ms': '1200:freeze',
    'local-aws:ssm-cancel': 'ignored',
  });
  expect(reasonOf(prepared)).toContain('ended as Success');
  expect(await commandsOf(instanceId)).toEqual(['freeze: Success', 'thaw: Success']);
  expect(await markedState(aws.connections, instanceId)).toEqual(['running', []]);
});

test('a freeze whose end never comes is thawed, reported, and stays marked, so that resume thaws again', async () => {
  const { instanceId, prepared } = await froze(
    { 'local-aws:ssm-ms': '60000:freeze', 'local-aws:ssm-cancel': 'ignored' },
    { timeoutMs: 400, callOffMs: 400 },
  );
  expect(reasonOf(prepared)).toContain('has not ended');
  expect(String(prepared.notRestored)).toContain('were thawed, but may freeze again');
  expect(await commandsOf(instanceId)).toEqual(['freeze: Cancelling', 'thaw: Success']);
  expect(await markedState(aws.connections, instanceId)).toEqual(['running', ['strata:frozen-by']]);

  await restoreInstance(aws.connections, instanceId, ['thaw'], { runId: RUN_ID, quiesceDocument: DOCUMENT });
  expect(await markedState(aws.connections, instanceId)).toEqual(['running', []]);
});
