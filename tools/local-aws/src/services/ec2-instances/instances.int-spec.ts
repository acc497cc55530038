import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribeAutoScalingInstancesCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  AttachVolumeCommand,
  CreateTagsCommand,
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { startTestAws, type TestAws } from '../../int-spec-aws';
import { anyImage, newVolume, sdkTags } from '../ec2-snapshots/int-volumes';

let aws: TestAws;
let ec2: EC2Client;
let groups: AutoScalingClient;
let ImageId: string;
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client({ ...aws.client, maxAttempts: 1 });
  groups = new AutoScalingClient(aws.client);
  ImageId = await anyImage(ec2);
});
afterAll(async () => {
  ec2.destroy();
  groups.destroy();
  await aws.stop();
});

async function launch(tags: Record<string, string> = {}): Promise<string> {
  const run = await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1 }));
  const id = run.Instances?.[0]?.InstanceId ?? '';
  if (Object.keys(tags).length > 0)
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: sdkTags(tags) }));
  return id;
}
const described = async (id: string, ...Filters: Filter[]) => {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id], Filters }));
  return (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
};
const stateOf = async (id: string) => (await described(id))[0]?.State?.Name;
const stop = async (...InstanceIds: string[]) =>
  (await ec2.send(new StopInstancesCommand({ InstanceIds }))).StoppingInstances;
const start = async (...InstanceIds: string[]) =>
  (await ec2.send(new StartInstancesCommand({ InstanceIds }))).StartingInstances;
async function until<T>(wanted: T, ask: () => Promise<T>): Promise<T[]> {
  const seen = [await ask()];
  const deadline = Date.now() + 20_000;
  while (seen.at(-1) !== wanted && Date.now() < deadline) {
    const now = await ask();
    if (now !== seen.at(-1)) seen.push(now);
  }
  return seen;
}

describe('an instance', () => {
  it('is stopping before it is stopped, and pending before it runs', async () => {
    const id = await launch();
    expect(await stop(id)).toMatchObject([
      { InstanceId: id, PreviousState: { Name: 'running' }, CurrentState: { Name: 'stopping', Code: 64 } },
    ]);
    expect(await described(id, { Name: 'instance-state-name', Values: ['stopped'] })).toEqual([]);
    expect(await described(id, { Name: 'instance-state-name', Values: ['stopping'] })).toHaveLength(1);
    await expect(start(id)).rejects.toMatchObject({ name: 'IncorrectInstanceState' });
    expect(await until('stopped', () => stateOf(id))).toEqual(['stopping', 'stopped']);
    expect(await stop(id)).toMatchObject([{ CurrentState: { Name: 'stopped' } }]);
    expect(await start(id)).toMatchObject([{ CurrentState: { Name: 'pending', Code: 0 } }]);
    expect(await until('running', () => stateOf(id))).toEqual(['pending', 'running']);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await expect(stop(id)).rejects.toMatchObject({ name: 'IncorrectInstanceState' });
  });

  it('lacks capacity as often as its tag says, and leaves all of the call alone', async () => {
    const [scarce, other] = [
      await launch({ 'local-aws:start-fails': '2', 'local-aws:power-ms': '0' }),
      await launch({ 'local-aws:power-ms': '0' }),
    ];
    await stop(scarce, other);
    for (let count = 0; count < 2; count += 1)
      await expect(start(other, scarce)).rejects.toMatchObject({ name: 'InsufficientInstanceCapacity' });
    expect(await stateOf(other)).toBe('stopped');
    await start(other, scarce);
    expect([await stateOf(other), await stateOf(scarce)]).toEqual(['running', 'running']);
  });

  it('does not come up while the key of a volume cannot be used, and says so', async () => {
    const kms = new KMSClient(aws.client);
    // moto switches keys by their ids only.
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const { Arn: KmsKeyId, KeyId } = KeyMetadata ?? {};
    const id = await launch({ 'local-aws:power-ms': '50' });
    const zone = (await described(id))[0]?.Placement?.AvailabilityZone;
    const VolumeId = await newVolume(ec2, {}, { Encrypted: true, KmsKeyId, AvailabilityZone: zone });
    await ec2.send(new AttachVolumeCommand({ InstanceId: id, VolumeId, Device: '/dev/sdf' }));
    await stop(id);
    await until('stopped', () => stateOf(id));
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await start(id)).toMatchObject([{ CurrentState: { Name: 'pending' } }]);
    expect(await until('stopped', () => stateOf(id))).toEqual(['pending', 'stopped']);
    expect((await described(id))[0]?.StateReason?.Message).toBe(
      'Client.InternalError: Client error on launch',
    );
    await kms.send(new EnableKeyCommand({ KeyId }));
    await start(id);
    expect(await until('running', () => stateOf(id))).toEqual(['pending', 'running']);
    await stop(id);
    await until('stopped', () => stateOf(id));
    expect((await described(id))[0]?.StateReason?.Message).toMatch(/UserInitiatedShutdown/);
    kms.destroy();
  });

  it('is refused when it is not there, and left alone in a dry run', async () => {
    await expect(stop('i-0123456789abcdef0')).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
    const id = await launch();
    await expect(
      ec2.send(new StopInstancesCommand({ InstanceIds: [id], DryRun: true })),
    ).rejects.toMatchObject({ name: 'DryRunOperation' });
    expect(await stateOf(id)).toBe('running');
  });
});

it('an instance of a group is replaced when it is stopped, unless it is in standby', async () => {
  const name = { AutoScalingGroupName: 'group' };
  await groups.send(
    new CreateLaunchConfigurationCommand({
      LaunchConfigurationName: 'lc',
      ImageId,
      InstanceType: 't3.micro',
    }),
  );
  await groups.send(
    new CreateAutoScalingGroupCommand({
      ...name,
      LaunchConfigurationName: 'lc',
      MinSize: 0,
      MaxSize: 2,
      DesiredCapacity: 2,
      AvailabilityZones: ['eu-central-1a'],
    }),
  );
  const members = async () =>
    (await groups.send(new DescribeAutoScalingInstancesCommand({}))).AutoScalingInstances ?? [];
  const [kept, lost] = (await members()).map(({ InstanceId }) => InstanceId ?? '');
  const tags = (await described(kept ?? ''))[0]?.Tags;
  expect(tags).toContainEqual({ Key: 'aws:autoscaling:groupName', Value: 'group' });

  await groups.send(
    new EnterStandbyCommand({ ...name, InstanceIds: [kept ?? ''], ShouldDecrementDesiredCapacity: true }),
  );
  await stop(kept ?? '', lost ?? '');
  expect((await until('terminated', () => stateOf(lost ?? ''))).at(-1)).toBe('terminated');
  expect(await stateOf(kept ?? '')).toBe('stopped');
  await start(kept ?? '');
  await until('running', () => stateOf(kept ?? ''));
  await groups.send(new ExitStandbyCommand({ ...name, InstanceIds: [kept ?? ''] }));
  const states = (await members()).map(({ InstanceId, LifecycleState }) => [InstanceId, LifecycleState]);
  expect(states).toHaveLength(2);
  expect(states).toContainEqual([kept, 'InService']);
});
