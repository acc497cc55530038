import {
  CreateSnapshotCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  paginateDescribeSnapshots,
  type DescribeSnapshotsCommandInput,
} from '@aws-sdk/client-ec2';
import { startTestAws, type TestAws } from '../../int-spec-aws';
import { newVolume, sdkTags, settle } from './int-volumes';

const NEVER = { 'local-aws:snapshot-ms': '3600000' };

let aws: TestAws;
let ec2: EC2Client;
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client(aws.client);
});
afterAll(async () => {
  ec2.destroy();
  await aws.stop();
});

const create = async (VolumeId: string, tags: Record<string, string> = {}) => {
  const specification = { ResourceType: 'snapshot' as const, Tags: sdkTags(tags) };
  const TagSpecifications = specification.Tags.length > 0 ? [specification] : undefined;
  const created = await ec2.send(
    new CreateSnapshotCommand({ VolumeId, Description: 'a < b & c', TagSpecifications }),
  );
  return created.SnapshotId ?? '';
};
const describeSnapshots = async (input: DescribeSnapshotsCommandInput) =>
  (await ec2.send(new DescribeSnapshotsCommand(input))).Snapshots ?? [];
const describeOne = async (id: string) => (await describeSnapshots({ SnapshotIds: [id] }))[0];

describe('a snapshot', () => {
  it('is pending with growing progress, then completed', async () => {
    const id = await create(await newVolume(ec2, { 'local-aws:snapshot-ms': '600' }), { Name: 'it' });
    const seen: string[] = [];
    let now = await describeOne(id);
    while (now?.State === 'pending') {
      seen.push(now.Progress ?? '');
      now = await describeOne(id);
    }
    const percents = seen.map((progress) => parseInt(progress, 10));
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(new Set(percents).size).toBeGreaterThan(2);
    expect(now).toMatchObject({
      State: 'completed',
      Progress: '100%',
      VolumeSize: 8,
      Description: 'a < b & c',
      OwnerId: aws.account,
      Encrypted: false,
      Tags: [{ Key: 'Name', Value: 'it' }],
    });
    expect(now?.CompletionTime?.getTime()).toBeGreaterThanOrEqual((now?.StartTime?.getTime() ?? NaN) + 600);
  });

  it('of a volume that is told so ends in error, and a pending one as its tag says', async () => {
    const failing = await create(
      await newVolume(ec2, { 'local-aws:snapshot-ms': '0', 'local-aws:snapshot-result': 'error' }),
    );
    const pending = await create(await newVolume(ec2, NEVER));
    expect((await describeOne(pending))?.State).toBe('pending');
    await settle(ec2, pending, 'completed');
    const [failed, settled] = [await describeOne(failing), await describeOne(pending)];
    expect(failed).toMatchObject({ State: 'error', StateMessage: expect.stringContaining('could not') });
    expect(settled?.State).toBe('completed');
  });

  it.each([
    ['gp3', 5],
    ['st1', 1],
  ] as const)(
    'refuses more than AWS allows while others of its %s volume are pending: %d',
    async (type, most) => {
      const volume = await newVolume(ec2, NEVER, { VolumeType: type, Size: 125 });
      const pending = [];
      for (let count = 0; count < most; count += 1) pending.push(await create(volume));
      await expect(create(volume)).rejects.toMatchObject({ name: 'ConcurrentSnapshotLimitExceeded' });
      await settle(ec2, pending[0] ?? '', 'completed');
      expect(await create(volume)).toMatch(/^snap-[0-9a-f]{17}$/);
    },
  );

  it('is deleted once, and then not found', async () => {
    const id = await create(await newVolume(ec2));
    await expect(ec2.send(new DeleteSnapshotCommand({ SnapshotId: id, DryRun: true }))).rejects.toMatchObject(
      {
        name: 'DryRunOperation',
      },
    );
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId: id }));
    await expect(ec2.send(new DeleteSnapshotCommand({ SnapshotId: id }))).rejects.toMatchObject({
      name: 'InvalidSnapshot.NotFound',
    });
  });

  it('takes and loses tags together with the volumes of the same call', async () => {
    const volume = await newVolume(ec2);
    const id = await create(volume, { Keep: '1' });
    await ec2.send(
      new CreateTagsCommand({ Resources: [volume, id], Tags: sdkTags({ Extra: 'x', 'strata:run': 'r-1' }) }),
    );
    await ec2.send(new DeleteTagsCommand({ Resources: [id, volume], Tags: [{ Key: 'Extra', Value: 'x' }] }));
    expect((await describeOne(id))?.Tags).toEqual(sdkTags({ Keep: '1', 'strata:run': 'r-1' }));
    await expect(
      ec2.send(new CreateTagsCommand({ Resources: [id], Tags: sdkTags({ 'aws:mine': '' }) })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('DescribeSnapshots', () => {
  it('pages through what is asked for, though some are deleted meanwhile', async () => {
    const volume = await newVolume(ec2, { 'local-aws:snapshot-ms': '0' });
    const other = await newVolume(ec2);
    const ids: string[] = [];
    for (let count = 0; count < 13; count += 1) ids.push(await create(volume, { Group: `g-${count % 2}` }));
    await create(other, { Group: 'g-0' });

    const pages: string[][] = [];
    const Filters = [
      { Name: 'volume-id', Values: [volume] },
      { Name: 'tag:Group', Values: ['g-?'] },
    ];
    for await (const { Snapshots } of paginateDescribeSnapshots(
      { client: ec2, pageSize: 5 },
      { OwnerIds: ['self'], Filters },
    )) {
      pages.push((Snapshots ?? []).map(({ SnapshotId }) => SnapshotId ?? ''));
      if (pages.length === 1) {
        for (const gone of [ids[0], ids[4], ids[6]])
          await ec2.send(new DeleteSnapshotCommand({ SnapshotId: gone }));
      }
    }
    expect(pages).toEqual([ids.slice(0, 5), [ids[5], ...ids.slice(7, 11)], ids.slice(11)]);
    const even = await describeSnapshots({ Filters: [{ Name: 'tag:Group', Values: ['g-0'] }, ...Filters] });
    expect(even).toHaveLength(4);
    expect(await describeSnapshots({ Filters: [{ Name: 'status', Values: ['error'] }, ...Filters] })).toEqual(
      [],
    );
  });

  it("shows AWS's own snapshots to those who do not ask for their own", async () => {
    const own = await create(await newVolume(ec2));
    const self = await describeSnapshots({ OwnerIds: ['self'] });
    expect(new Set(self.map(({ OwnerId }) => OwnerId))).toEqual(new Set([aws.account]));
    const all = await describeSnapshots({});
    const foreign = all.find(({ OwnerId }) => OwnerId !== aws.account);
    expect(all.map(({ SnapshotId }) => SnapshotId)).toContain(own);
    expect((await describeOne(foreign?.SnapshotId ?? ''))?.OwnerAlias).toBe('amazon');
  });

  it.each([
    ['InvalidSnapshot.NotFound', { SnapshotIds: ['snap-0123456789abcdef0'] }],
    ['InvalidSnapshotID.Malformed', { SnapshotIds: ['snap-xyz'] }],
    ['InvalidParameterValue', { SnapshotIds: ['vol-0123456789abcdef0'] }],
    ['InvalidParameterValue', { MaxResults: 4 }],
    ['InvalidParameterValue', { Filters: [{ Name: 'colour', Values: ['red'] }] }],
    ['InvalidParameterCombination', { MaxResults: 5, SnapshotIds: ['snap-0123456789abcdef0'] }],
    ['InvalidPaginationToken', { MaxResults: 5, NextToken: 'x' }],
    ['DryRunOperation', { DryRun: true }],
  ])('refuses with %s: %j', async (name, input) => {
    await expect(describeSnapshots(input)).rejects.toMatchObject({ name });
  });

  it('does not find a snapshot of another Region', async () => {
    const id = await create(await newVolume(ec2));
    const elsewhere = new EC2Client({ ...aws.client, region: 'eu-west-1' });
    const asked = elsewhere.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidSnapshot.NotFound' });
    elsewhere.destroy();
  });
});
