import { CreateTagsCommand, EC2Client, RunInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CancelCommandCommand,
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SSMClient,
  waitUntilCommandExecuted,
} from '@aws-sdk/client-ssm';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestAws, type TestAws } from '../../int-spec-aws';
import { anyImage, sdkTags } from '../ec2-snapshots/int-volumes';

let aws: TestAws;
let ec2: EC2Client;
let ssm: SSMClient;
let ImageId: string;
const DocumentName = 'Quiesce';
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client(aws.client);
  ssm = new SSMClient(aws.client);
  ImageId = await anyImage(ec2);
  const Content = JSON.stringify({
    schemaVersion: '2.2',
    description: 'freeze or thaw',
    parameters: { Action: { type: 'String' } },
    mainSteps: [{ action: 'aws:runShellScript', name: 'run', inputs: { runCommand: ['fsfreeze'] } }],
  });
  await ssm.send(new CreateDocumentCommand({ Name: DocumentName, Content, DocumentType: 'Command' }));
});
afterAll(async () => {
  ec2.destroy();
  ssm.destroy();
  await aws.stop();
});

async function launch(tags: Record<string, string> = { Role: 'db' }): Promise<string> {
  const run = await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1 }));
  const id = run.Instances?.[0]?.InstanceId ?? '';
  await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: sdkTags(tags) }));
  return id;
}
async function send(Action: string, ...InstanceIds: string[]): Promise<string> {
  const Parameters = { Action: [Action] };
  const sent = await ssm.send(new SendCommandCommand({ DocumentName, Parameters, InstanceIds }));
  return sent.Command?.CommandId ?? '';
}
async function ended(CommandId: string, InstanceId: string) {
  await waitUntilCommandExecuted(
    { client: ssm, maxWaitTime: 10, minDelay: 1 },
    { CommandId, InstanceId },
  ).catch(() => undefined);
  return ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId }));
}

it('a command runs on its instances alone, prints, and is remembered in order', async () => {
  const [one] = [await launch(), await launch()];
  const freeze = await send('freeze', one ?? '');
  expect(await ended(freeze, one ?? '')).toMatchObject({
    Status: 'Success',
    ResponseCode: 0,
    StandardOutputContent: 'Quiesce Action=freeze\n',
  });
  const thaw = await send('thaw', one ?? '');
  const { Commands } = await ssm.send(new ListCommandsCommand({ InstanceId: one }));
  expect(Commands?.map(({ CommandId, Parameters }) => [CommandId, Parameters?.['Action']])).toEqual([
    [thaw, ['thaw']],
    [freeze, ['freeze']],
  ]);
  expect(Commands?.[0]?.InstanceIds).toEqual([one]);
});

it.each([
  ['Failed', 'freeze', 'Failed', 1],
  ['TimedOut', 'freeze', 'TimedOut', -1],
  ['Failed:thaw', 'thaw', 'Failed', 1],
  ['Failed:thaw', 'freeze', 'Success', 0],
])('on an instance that says %s, %s ends as %s', async (result, action, Status, ResponseCode) => {
  const id = await launch({ 'local-aws:ssm-result': result });
  expect(await ended(await send(action, id), id)).toMatchObject({ Status, ResponseCode });
});

it.each([
  ['0', ['Cancelled', 'Cancelled']],
  ['400', ['Cancelling', 'Cancelled']],
  ['ignored', ['Cancelling', 'Success']],
])(
  'a slow freeze that is called off on an instance that says %s is, then and later, %j',
  async (cancel, states) => {
    const id = await launch({ 'local-aws:ssm-ms': '1000:freeze', 'local-aws:ssm-cancel': cancel });
    const freeze = await send('freeze', id);
    await ssm.send(new CancelCommandCommand({ CommandId: freeze }));
    const status = async () =>
      (await ssm.send(new GetCommandInvocationCommand({ CommandId: freeze, InstanceId: id }))).Status;
    await sleep(50);
    const then = await status();
    await sleep(1100);
    expect([then, await status()]).toEqual(states);
    expect(await ended(await send('thaw', id), id)).toMatchObject({
      StandardOutputContent: 'Quiesce Action=thaw\n',
    });
  },
);

it('refuses documents and instances that are not there, and what has just been sent', async () => {
  const [id, offline, stopped] = [
    await launch(),
    await launch({ 'local-aws:ssm-result': 'Offline' }),
    await launch(),
  ];
  await ec2.send(new StopInstancesCommand({ InstanceIds: [stopped] }));
  for (const refused of [offline, stopped, 'i-0123456789abcdef0'])
    await expect(send('freeze', refused)).rejects.toMatchObject({ name: 'InvalidInstanceId' });
  const unknown = new SendCommandCommand({ DocumentName: 'Nothing', InstanceIds: [id] });
  await expect(ssm.send(unknown)).rejects.toMatchObject({ name: 'InvalidDocument' });
  const online = await ssm.send(
    new DescribeInstanceInformationCommand({ Filters: [{ Key: 'InstanceIds', Values: [id, offline] }] }),
  );
  expect(online.InstanceInformationList).toMatchObject([{ InstanceId: id, PingStatus: 'Online' }]);
  const never = { CommandId: '00000000-0000-0000-0000-000000000000', InstanceId: id };
  await expect(ssm.send(new GetCommandInvocationCommand(never))).rejects.toMatchObject({
    name: 'InvocationDoesNotExist',
  });
});
