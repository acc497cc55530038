import {
  CopySnapshotCommand,
  CreateImageCommand,
  CreateSnapshotCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  DisableImageCommand,
  EC2Client,
  RunInstancesCommand,
  waitUntilSnapshotCompleted,
  type CopySnapshotCommandInput,
} from '@aws-sdk/client-ec2';
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { startTestAws, type TestAws } from '../../int-spec-aws';
import { newVolume, sdkTags } from './int-volumes';

const QUICK = { 'local-aws:snapshot-ms': '0' };

let aws: TestAws;
let ec2: EC2Client;
let west: EC2Client;
let kms: KMSClient;
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client(aws.client);
  west = new EC2Client({ ...aws.client, region: 'eu-west-1' });
  kms = new KMSClient({ ...aws.client, region: 'eu-west-1' });
});
afterAll(async () => {
  for (const client of [ec2, west, kms]) client.destroy();
  await aws.stop();
});

async function snapshotOf(VolumeId: string): Promise<string> {
  const { SnapshotId = '' } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  await waitUntilSnapshotCompleted(
    { client: ec2, maxWaitTime: 10, minDelay: 1 },
    { SnapshotIds: [SnapshotId] },
  );
  return SnapshotId;
}
async function copy(SourceSnapshotId: string, more: Partial<CopySnapshotCommandInput> = {}) {
  const copied = await west.send(
    new CopySnapshotCommand({ SourceRegion: 'eu-central-1', SourceSnapshotId, ...more }),
  );
  const { Snapshots } = await west.send(
    new DescribeSnapshotsCommand({ SnapshotIds: [copied.SnapshotId ?? ''] }),
  );
  return Snapshots?.[0];
}

describe('CopySnapshot', () => {
  it('copies into another Region, with tags and a key of that Region, and without a usable volume', async () => {
    const source = await snapshotOf(await newVolume(ec2, QUICK, { Size: 7 }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const Tags = sdkTags({ 'strata:source-snapshot': source });
    const made = await copy(source, {
      Encrypted: true,
      KmsKeyId: KeyMetadata?.KeyId,
      TagSpecifications: [{ ResourceType: 'snapshot', Tags }],
    });
    expect(made).toMatchObject({
      VolumeId: 'vol-ffffffff',
      VolumeSize: 7,
      Encrypted: true,
      KmsKeyId: KeyMetadata?.Arn,
      Tags,
    });
    const plain = await copy(source);
    expect(plain?.Encrypted).toBe(false);
    const standard = await copy(source, { Encrypted: true });
    expect(standard?.KmsKeyId).toMatch(/^arn:aws:kms:eu-west-1:/);
  });

  it('ends in error when the key cannot be used', async () => {
    const source = await snapshotOf(await newVolume(ec2, { ...QUICK }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    const made = await copy(source, { Encrypted: true, KmsKeyId: KeyMetadata?.Arn });
    const failed = async () =>
      (await west.send(new DescribeSnapshotsCommand({ SnapshotIds: [made?.SnapshotId ?? ''] })))
        .Snapshots?.[0];
    let state = await failed();
    while (state?.State === 'pending') state = await failed();
    expect(state).toMatchObject({ State: 'error', StateMessage: 'Given key ID is not accessible' });
  });

  it('refuses the 21st copy under way into a Region, and what is not there or not complete', async () => {
    const slow = await newVolume(ec2, { 'local-aws:snapshot-ms': '3600000' });
    const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId: slow }));
    await expect(copy(SnapshotId ?? '')).rejects.toMatchObject({ name: 'IncorrectState' });
    await expect(copy('snap-0123456789abcdef0')).rejects.toMatchObject({ name: 'InvalidSnapshot.NotFound' });
    const source = await snapshotOf(await newVolume(ec2, QUICK));
    await ec2.send(
      new CreateTagsCommand({ Resources: [source], Tags: sdkTags({ 'local-aws:snapshot-ms': '3600000' }) }),
    );
    const within = new CopySnapshotCommand({ SourceRegion: 'eu-central-1', SourceSnapshotId: source });
    for (let count = 0; count < 20; count += 1) await ec2.send(within);
    await expect(ec2.send(within)).rejects.toMatchObject({ name: 'ResourceLimitExceeded' });
    await expect(copy(source, { KmsKeyId: 'alias/aws/ebs' })).rejects.toMatchObject({
      name: 'InvalidParameterDependency',
    });
  });
});

describe('images', () => {
  async function instance() {
    const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
    const launch = { ImageId: Images?.[0]?.ImageId, MinCount: 1, MaxCount: 1 };
    return (await ec2.send(new RunInstancesCommand(launch))).Instances?.[0]?.InstanceId ?? '';
  }
  const owned = async (more: object = {}) =>
    (await ec2.send(new DescribeImagesCommand({ Owners: ['self'], ...more }))).Images ?? [];

  it('hold their snapshots, also when disabled, until they are deregistered', async () => {
    const { ImageId = '' } = await ec2.send(
      new CreateImageCommand({
        InstanceId: await instance(),
        Name: 'golden',
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: sdkTags({ Of: 'golden' }) }],
      }),
    );
    const Filters = [{ Name: 'tag:Of', Values: ['golden'] }];
    const { Snapshots } = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters }));
    const SnapshotId = Snapshots?.[0]?.SnapshotId ?? '';
    expect(Snapshots).toMatchObject([
      { VolumeSize: 8, Description: expect.stringContaining(ImageId) as unknown },
    ]);
    const [image] = await owned();
    expect(image?.BlockDeviceMappings).toMatchObject([{ DeviceName: '/dev/sda1', Ebs: { SnapshotId } }]);

    await ec2.send(new DisableImageCommand({ ImageId }));
    expect(await owned()).toEqual([]);
    const bySnapshot = [{ Name: 'block-device-mapping.snapshot-id', Values: [SnapshotId] }];
    expect(await owned({ IncludeDisabled: true, Filters: bySnapshot })).toMatchObject([
      { ImageId, State: 'disabled' },
    ]);
    const remove = () => ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
    await expect(remove()).rejects.toMatchObject({
      name: 'InvalidSnapshot.InUse',
      message: `The snapshot ${SnapshotId} is currently in use by ${ImageId}`,
    });
    await ec2.send(new DeregisterImageCommand({ ImageId }));
    await remove();
  });

  it('launch instances with what their snapshots hold', async () => {
    const { ImageId } = await ec2.send(
      new CreateImageCommand({ InstanceId: await instance(), Name: 'again' }),
    );
    const [image] = await owned({ ImageIds: [ImageId] });
    const SnapshotId = image?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? '';
    await waitUntilSnapshotCompleted(
      { client: ec2, maxWaitTime: 10, minDelay: 1 },
      { SnapshotIds: [SnapshotId] },
    );
    const run = await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1 }));
    expect(run.Instances?.[0]?.BlockDeviceMappings).toHaveLength(1);
  });
});

it.each([
  ['AWS Backup', 'backup', 'aws:backup:source-resource'],
  ['Data Lifecycle Manager', 'dlm', 'aws:dlm:lifecycle-policy-id'],
])("%s's snapshots are told by their tags", async (_, manager, key) => {
  const id = await snapshotOf(await newVolume(ec2, { ...QUICK, 'local-aws:snapshot-manager': manager }));
  const Filters = [{ Name: 'tag-key', Values: [key] }];
  const { Snapshots } = await ec2.send(new DescribeSnapshotsCommand({ Filters }));
  expect(Snapshots?.map(({ SnapshotId }) => SnapshotId)).toEqual([id]);
  const removal = ec2.send(new DeleteSnapshotCommand({ SnapshotId: id }));
  if (manager === 'backup') await expect(removal).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  else await expect(removal).resolves.toBeDefined();
});
