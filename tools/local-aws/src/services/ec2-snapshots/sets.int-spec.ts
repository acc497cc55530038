import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachVolumeCommand,
  CreateSnapshotCommand,
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  RunInstancesCommand,
  type CreateSnapshotsCommandInput,
  type InstanceSpecification,
} from '@aws-sdk/client-ec2';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startTestAws, type TestAws } from '../../int-spec-aws';
import { newVolume, sdkTags } from './int-volumes';

let aws: TestAws;
let ec2: EC2Client;
let sqs: SQSClient;
let events: EventBridgeClient;
let QueueUrl: string | undefined;
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client(aws.client);
  sqs = new SQSClient(aws.client);
  events = new EventBridgeClient(aws.client);
  QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'events' }))).QueueUrl;
  await events.send(
    new PutRuleCommand({ Name: 'ebs', EventPattern: JSON.stringify({ source: ['aws.ec2'] }) }),
  );
  const Arn = `arn:aws:sqs:${aws.client.region}:${aws.account}:events`;
  await events.send(new PutTargetsCommand({ Rule: 'ebs', Targets: [{ Id: 'queue', Arn }] }));
});
afterAll(async () => {
  for (const client of [ec2, sqs, events]) client.destroy();
  await aws.stop();
});

/** An instance with its root volume and data volumes that carry the given tags. */
async function instanceWith(...dataTags: Record<string, string>[]) {
  const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  const ImageId = Images?.[0]?.ImageId;
  const run = await ec2.send(
    new RunInstancesCommand({
      ImageId,
      MinCount: 1,
      MaxCount: 1,
      InstanceType: 't3.micro',
      Placement: { AvailabilityZone: 'eu-central-1a' },
    }),
  );
  const InstanceId = run.Instances?.[0]?.InstanceId ?? '';
  const data: string[] = [];
  for (const [index, tags] of dataTags.entries()) {
    const VolumeId = await newVolume(ec2, tags);
    const Device = `/dev/sd${'fghij'[index]}`;
    await ec2.send(new AttachVolumeCommand({ InstanceId, VolumeId, Device }));
    data.push(VolumeId);
  }
  return { InstanceId, data };
}

async function createSet(
  InstanceSpecification: InstanceSpecification,
  more: Partial<CreateSnapshotsCommandInput> = {},
) {
  const { Snapshots } = await ec2.send(new CreateSnapshotsCommand({ InstanceSpecification, ...more }));
  return Snapshots ?? [];
}

/** The next event; waits for it. */
async function nextEvent(): Promise<Record<string, unknown>> {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  return JSON.parse(Messages?.[0]?.Body ?? '{}') as Record<string, unknown>;
}

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as unknown;

describe('CreateSnapshots', () => {
  it('takes all volumes, the root first, with the tags of each and those given', async () => {
    const { InstanceId, data } = await instanceWith({ Name: 'db', Team: 'a' }, { Name: 'log' });
    const set = await createSet(
      { InstanceId },
      {
        Description: 'all',
        CopyTagsFromSource: 'volume',
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: sdkTags({ Team: 'b', Run: '1' }) }],
      },
    );
    expect(set.map(({ VolumeId }) => VolumeId)).toEqual([expect.stringMatching(/^vol-/), ...data]);
    expect(set.map(({ State, Description }) => [State, Description])).toEqual(
      set.map(() => ['pending', 'all']),
    );
    expect(set.slice(1).map(({ Tags }) => Tags)).toEqual([
      sdkTags({ Name: 'db', Team: 'b', Run: '1' }),
      sdkTags({ Name: 'log', Team: 'b', Run: '1' }),
    ]);
    expect(await nextEvent()).toMatchObject({
      'detail-type': 'EBS Multi-Volume Snapshots Completion Status',
    });
  });

  it('leaves out the root and the data volumes that it is told to', async () => {
    const { InstanceId, data } = await instanceWith({}, {});
    const leftOut = await createSet({ InstanceId, ExcludeDataVolumeIds: [data[0] ?? ''] });
    expect(leftOut.map(({ VolumeId }) => VolumeId)).toEqual([
      expect.not.stringMatching(data[0] ?? ''),
      data[1],
    ]);
    const withoutRoot = await createSet({ InstanceId, ExcludeBootVolume: true });
    expect(withoutRoot.map(({ VolumeId }) => VolumeId)).toEqual(data);
    const root = leftOut[0]?.VolumeId ?? '';
    for (const [excluded, name] of [
      [root, 'InvalidParameterValue'],
      ['vol-0123456789abcdef0', 'InvalidParameterValue'],
    ]) {
      const refused = createSet({ InstanceId, ExcludeDataVolumeIds: [excluded ?? ''] });
      await expect(refused).rejects.toMatchObject({ name });
    }
    await Promise.all([nextEvent(), nextEvent()]);
  });

  it('takes all or none: one volume with 5 pending snapshots refuses the set', async () => {
    const { InstanceId, data } = await instanceWith({}, { 'local-aws:snapshot-ms': '3600000' });
    for (let count = 0; count < 5; count += 1)
      await ec2.send(new CreateSnapshotCommand({ VolumeId: data[1] }));
    await expect(createSet({ InstanceId })).rejects.toMatchObject({
      name: 'ConcurrentSnapshotLimitExceeded',
    });
    const Filters = [{ Name: 'volume-id', Values: [data[0] ?? ''] }];
    expect((await ec2.send(new DescribeSnapshotsCommand({ Filters }))).Snapshots).toEqual([]);
  });

  it('refuses an instance that is not there, and does nothing in a dry run', async () => {
    await expect(createSet({ InstanceId: 'i-0123456789abcdef0' })).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
    });
    const { InstanceId } = await instanceWith();
    await expect(createSet({ InstanceId }, { DryRun: true })).rejects.toMatchObject({
      name: 'DryRunOperation',
    });
  });
});

describe('events', () => {
  it('tell of the end of one snapshot', async () => {
    const VolumeId = await newVolume(ec2, { 'local-aws:snapshot-ms': '0' });
    const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
    const arn = `arn:aws:ec2:eu-central-1::snapshot/${SnapshotId}`;
    expect(await nextEvent()).toMatchObject({
      source: 'aws.ec2',
      'detail-type': 'EBS Snapshot Notification',
      resources: [arn],
      detail: {
        event: 'createSnapshot',
        result: 'succeeded',
        cause: '',
        snapshot_id: arn,
        source: `arn:aws:ec2:eu-central-1::volume/${VolumeId}`,
        startTime: TIME,
        endTime: TIME,
      },
    });
    await ec2.send(
      new CreateTagsCommand({
        Resources: [VolumeId],
        Tags: sdkTags({ 'local-aws:snapshot-result': 'error' }),
      }),
    );
    await ec2.send(new CreateSnapshotCommand({ VolumeId }));
    expect(await nextEvent()).toMatchObject({
      detail: {
        event: 'createSnapshot',
        result: 'failed',
        cause: expect.stringContaining('error') as unknown,
      },
    });
  });

  it('tell of the end of a set once, when the last of it has ended, and which have failed', async () => {
    const { InstanceId, data } = await instanceWith(
      { 'local-aws:snapshot-ms': '0' },
      { 'local-aws:snapshot-ms': '500', 'local-aws:snapshot-result': 'error' },
    );
    const set = await createSet({ InstanceId, ExcludeBootVolume: true });
    const of = (kind: string, id?: string) => `arn:aws:ec2::eu-central-1:${kind}/${id}`;
    expect(await nextEvent()).toMatchObject({
      'detail-type': 'EBS Multi-Volume Snapshots Completion Status',
      resources: set.map(({ SnapshotId }) => of('snapshot', SnapshotId)),
      detail: {
        event: 'createSnapshots',
        result: 'failed',
        cause: `Snapshot ${set[1]?.SnapshotId} is in status error`,
        startTime: TIME,
        endTime: TIME,
        snapshots: [
          {
            snapshot_id: of('snapshot', set[0]?.SnapshotId),
            source: of('volume', data[0]),
            status: 'completed',
          },
          { snapshot_id: of('snapshot', set[1]?.SnapshotId), source: of('volume', data[1]), status: 'error' },
        ],
      },
    });
  });
});
