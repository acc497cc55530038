import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  CreateTagsCommand,
  DeleteVolumeCommand,
  DescribeImagesCommand,
  DescribeVolumesCommand,
  EC2Client,
  paginateDescribeVolumes,
  RunInstancesCommand,
  TerminateInstancesCommand,
  waitUntilSnapshotCompleted,
  type DescribeVolumesCommandInput,
} from '@aws-sdk/client-ec2';
import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { startTestAws, type TestAws } from '../../int-spec-aws';
import { newVolume, sdkTags } from '../ec2-snapshots/int-volumes';

const QUICK = { 'local-aws:snapshot-ms': '0' };

let aws: TestAws;
let ec2: EC2Client;
let kms: KMSClient;
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client(aws.client);
  kms = new KMSClient(aws.client);
});
afterAll(async () => {
  ec2.destroy();
  kms.destroy();
  await aws.stop();
});

const describeVolumes = async (input: DescribeVolumesCommandInput) =>
  (await ec2.send(new DescribeVolumesCommand(input))).Volumes ?? [];
const newKey = async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
async function snapshotOf(VolumeId: string): Promise<string> {
  const { SnapshotId = '' } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  await waitUntilSnapshotCompleted(
    { client: ec2, maxWaitTime: 10, minDelay: 1 },
    { SnapshotIds: [SnapshotId] },
  );
  return SnapshotId;
}

describe('DescribeVolumes', () => {
  it('pages by tag, and sees what was tagged, attached, made and deleted just before', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 12; count += 1) ids.push(await newVolume(ec2, { Paged: String(count) }));
    await ec2.send(new DeleteVolumeCommand({ VolumeId: ids[3] }));
    await ec2.send(new CreateTagsCommand({ Resources: [ids[5] ?? ''], Tags: sdkTags({ Odd: 'yes' }) }));
    const pages: (string | undefined)[][] = [];
    const Filters = [{ Name: 'tag-key', Values: ['Paged'] }];
    for await (const { Volumes } of paginateDescribeVolumes({ client: ec2, pageSize: 5 }, { Filters }))
      pages.push((Volumes ?? []).map(({ VolumeId }) => VolumeId));
    const left = ids.filter((id) => id !== ids[3]);
    expect(pages).toEqual([left.slice(0, 5), left.slice(5, 10), left.slice(10)]);
    const odd = await describeVolumes({ Filters: [{ Name: 'tag:Odd', Values: ['y*'] }] });
    expect(odd.map(({ VolumeId, State }) => [VolumeId, State])).toEqual([[ids[5], 'available']]);
  });

  it('follows the volumes of instances that are launched and terminated', async () => {
    const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
    const launch = { ImageId: Images?.[0]?.ImageId, MinCount: 1, MaxCount: 1 };
    const run = await ec2.send(new RunInstancesCommand(launch));
    const InstanceIds = [run.Instances?.[0]?.InstanceId ?? ''];
    const Filters = [{ Name: 'attachment.instance-id', Values: InstanceIds }];
    const found = await describeVolumes({ Filters });
    expect(found).toMatchObject([
      { State: 'in-use', Attachments: [{ InstanceId: InstanceIds[0], State: 'attached' }] },
    ]);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    expect(await describeVolumes({ Filters })).toEqual([]);
    const gone = describeVolumes({ VolumeIds: found.map(({ VolumeId = '' }) => VolumeId) });
    await expect(gone).rejects.toMatchObject({ name: 'InvalidVolume.NotFound' });
  });

  it.each([
    ['InvalidVolume.NotFound', { VolumeIds: ['vol-0123456789abcdef0'] }],
    ['InvalidParameterValue', { VolumeIds: ['snap-0123456789abcdef0'] }],
    ['InvalidParameterValue', { Filters: [{ Name: 'colour', Values: ['red'] }] }],
  ])('refuses with %s: %j', async (name, input) => {
    await expect(describeVolumes(input)).rejects.toMatchObject({ name });
  });
});

describe('CreateVolume', () => {
  const AvailabilityZone = 'eu-central-1a';

  it('restores size, encryption and origin from a snapshot', async () => {
    const KmsKeyId = await newKey();
    const snapshotId = await snapshotOf(await newVolume(ec2, QUICK, { Size: 11, Encrypted: true, KmsKeyId }));
    const id = await newVolume(ec2, {}, { SnapshotId: snapshotId, Size: undefined });
    expect(await describeVolumes({ VolumeIds: [id] })).toMatchObject([
      { SnapshotId: snapshotId, Size: 11, Encrypted: true, KmsKeyId, AvailabilityZone },
    ]);
    const larger = await newVolume(ec2, {}, { SnapshotId: snapshotId, Size: 12 });
    const Filters = [{ Name: 'snapshot-id', Values: [snapshotId] }];
    expect((await describeVolumes({ Filters })).map(({ VolumeId }) => VolumeId)).toEqual([id, larger]);
    await expect(newVolume(ec2, {}, { SnapshotId: snapshotId, Size: 10 })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('answers a repeated client token with the same volume, and refuses it for another', async () => {
    const once = { AvailabilityZone, Size: 1, ClientToken: 'drill-1' };
    const [one, two] = await Promise.all([
      ec2.send(new CreateVolumeCommand(once)),
      ec2.send(new CreateVolumeCommand(once)),
    ]);
    expect(two.VolumeId).toBe(one.VolumeId);
    await expect(ec2.send(new CreateVolumeCommand({ ...once, Size: 2 }))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
    });
  });

  it('makes nothing that lasts when the key of the snapshot is gone', async () => {
    const KmsKeyId = await newKey();
    const snapshotId = await snapshotOf(await newVolume(ec2, QUICK, { Encrypted: true, KmsKeyId }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: KmsKeyId.split('/')[1] }));
    const id = await newVolume(ec2, {}, { SnapshotId: snapshotId });
    await expect(describeVolumes({ VolumeIds: [id] })).rejects.toMatchObject({
      name: 'InvalidVolume.NotFound',
    });
  });

  it('refuses a snapshot that is pending, failed or not there', async () => {
    const pending = await newVolume(ec2, { 'local-aws:snapshot-ms': '3600000' });
    const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId: pending }));
    for (const [id, name] of [
      [SnapshotId, 'IncorrectState'],
      ['snap-0123456789abcdef0', 'InvalidSnapshot.NotFound'],
    ]) {
      await expect(newVolume(ec2, {}, { SnapshotId: id })).rejects.toMatchObject({ name });
    }
  });
});

it('RunInstances fills devices from snapshots', async () => {
  const snapshotId = await snapshotOf(await newVolume(ec2, QUICK, { Size: 9 }));
  const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  const run = await ec2.send(
    new RunInstancesCommand({
      ImageId: Images?.[0]?.ImageId,
      MinCount: 1,
      MaxCount: 1,
      BlockDeviceMappings: [
        { DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8 } },
        { DeviceName: '/dev/sdf', Ebs: { SnapshotId: snapshotId } },
      ],
    }),
  );
  const InstanceId = run.Instances?.[0]?.InstanceId ?? '';
  const volumes = await describeVolumes({
    Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }],
  });
  expect(volumes.map(({ Size, SnapshotId }) => [Size, SnapshotId])).toEqual([
    [8, ''],
    [9, snapshotId],
  ]);
});
