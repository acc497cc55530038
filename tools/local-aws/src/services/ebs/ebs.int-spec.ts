import {
  EBSClient,
  GetSnapshotBlockCommand,
  ListChangedBlocksCommand,
  ListSnapshotBlocksCommand,
  paginateListSnapshotBlocks,
} from '@aws-sdk/client-ebs';
import {
  CreateSnapshotCommand,
  CreateTagsCommand,
  EC2Client,
  waitUntilSnapshotCompleted,
} from '@aws-sdk/client-ec2';
import { createHash } from 'node:crypto';
import { startTestAws, type TestAws } from '../../int-spec-aws';
import { newVolume, sdkTags } from '../ec2-snapshots/int-volumes';

let aws: TestAws;
let ec2: EC2Client;
let ebs: EBSClient;
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client(aws.client);
  ebs = new EBSClient(aws.client);
});
afterAll(async () => {
  ec2.destroy();
  ebs.destroy();
  await aws.stop();
});

const volumeOf = (blocks: number, changed: number, SnapshotId?: string) =>
  newVolume(
    ec2,
    {
      'local-aws:snapshot-ms': '0',
      'local-aws:blocks': String(blocks),
      'local-aws:changed-per-snapshot': String(changed),
    },
    SnapshotId ? { SnapshotId, Size: 8 } : {},
  );
async function snapshotOf(VolumeId: string): Promise<string> {
  const { SnapshotId = '' } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  await waitUntilSnapshotCompleted(
    { client: ec2, maxWaitTime: 10, minDelay: 1 },
    { SnapshotIds: [SnapshotId] },
  );
  return SnapshotId;
}
/** Block tokens by index, over all pages. */
async function blocksOf(SnapshotId: string): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for await (const { Blocks } of paginateListSnapshotBlocks({ client: ebs, pageSize: 100 }, { SnapshotId }))
    for (const { BlockIndex = -1, BlockToken = '' } of Blocks ?? []) found.set(BlockIndex, BlockToken);
  return found;
}
async function read(SnapshotId: string, BlockIndex: number, BlockToken: string) {
  const block = await ebs.send(new GetSnapshotBlockCommand({ SnapshotId, BlockIndex, BlockToken }));
  const data = (await block.BlockData?.transformToByteArray()) ?? new Uint8Array();
  return { ...block, data, sha256: createHash('sha256').update(data).digest('base64') };
}
const changedBetween = async (FirstSnapshotId: string | undefined, SecondSnapshotId: string) =>
  (await ebs.send(new ListChangedBlocksCommand({ FirstSnapshotId, SecondSnapshotId }))).ChangedBlocks ?? [];

it('lists the blocks of a sparse volume in order and by pages, and reads them with their checksums', async () => {
  const snapshot = await snapshotOf(await volumeOf(250, 3));
  const blocks = await blocksOf(snapshot);
  const indices = [...blocks.keys()];
  expect(indices).toHaveLength(250);
  expect(indices).toEqual([...indices].sort((a, b) => a - b));
  expect(indices.at(-1)).toBeGreaterThan(249);
  const page = await ebs.send(
    new ListSnapshotBlocksCommand({
      SnapshotId: snapshot,
      StartingBlockIndex: indices[200],
      MaxResults: 100,
    }),
  );
  expect(page).toMatchObject({ BlockSize: 524288, VolumeSize: 8 });
  expect(page.Blocks?.map(({ BlockIndex }) => BlockIndex)).toEqual(indices.slice(200));
  expect(page.ExpiryTime?.getTime()).toBeGreaterThan(Date.now());
  const block = await read(snapshot, indices[7] ?? 0, blocks.get(indices[7] ?? 0) ?? '');
  expect(block).toMatchObject({ DataLength: 524288, ChecksumAlgorithm: 'SHA256', Checksum: block.sha256 });
  expect(block.data).toHaveLength(524288);
});

it('tells what changed between two snapshots of a lineage, and nothing more', async () => {
  const volume = await volumeOf(40, 6);
  const [one, two, three] = [await snapshotOf(volume), await snapshotOf(volume), await snapshotOf(volume)];
  const changed = await changedBetween(one, two);
  expect(changed).toHaveLength(6);
  expect(await changedBetween(one, three)).toHaveLength(12);
  expect(await changedBetween(two, two)).toEqual([]);
  expect(await changedBetween(undefined, three)).toHaveLength(40);
  const { BlockIndex = -1, FirstBlockToken = '', SecondBlockToken = '' } = changed[0] ?? {};
  const before = await read(one, BlockIndex, FirstBlockToken);
  const after = await read(two, BlockIndex, SecondBlockToken);
  expect(after.sha256).not.toBe(before.sha256);
});

it('finds in a restored volume what the snapshot held, until it is written to', async () => {
  const source = await snapshotOf(await volumeOf(40, 6));
  const restored = await volumeOf(40, 5, source);
  const [same, later] = [await snapshotOf(restored), await snapshotOf(restored)];
  expect(await changedBetween(source, same)).toEqual([]);
  expect(await changedBetween(source, later)).toHaveLength(5);
  const [blocks, copies] = [await blocksOf(source), await blocksOf(same)];
  const index = [...blocks.keys()][3] ?? -1;
  const original = await read(source, index, blocks.get(index) ?? '');
  expect((await read(same, index, copies.get(index) ?? '')).sha256).toBe(original.sha256);
});

it('shows a block that is told to be corrupt, by its checksum', async () => {
  const snapshot = await snapshotOf(await volumeOf(4, 1));
  await ec2.send(
    new CreateTagsCommand({ Resources: [snapshot], Tags: sdkTags({ 'local-aws:corrupt-block': '8' }) }),
  );
  const blocks = await blocksOf(snapshot);
  const [good, bad] = await Promise.all(
    [0, 8].map((index) => read(snapshot, index, blocks.get(index) ?? '')),
  );
  expect(good?.Checksum).toBe(good?.sha256);
  expect(bad?.Checksum).not.toBe(bad?.sha256);
});

it('refuses snapshots that are unknown, pending or strangers, and tokens of other blocks', async () => {
  const mine = await snapshotOf(await volumeOf(4, 1));
  const other = await snapshotOf(await volumeOf(4, 1));
  const slow = await newVolume(ec2, { 'local-aws:snapshot-ms': '3600000' });
  const { SnapshotId: pending } = await ec2.send(new CreateSnapshotCommand({ VolumeId: slow }));
  const list = (SnapshotId?: string) => ebs.send(new ListSnapshotBlocksCommand({ SnapshotId }));
  await expect(list('snap-0123456789abcdef0')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    Reason: 'SNAPSHOT_NOT_FOUND',
  });
  await expect(list(pending)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(changedBetween(mine, other)).rejects.toMatchObject({ Reason: 'UNRELATED_SNAPSHOTS' });
  const token = (await blocksOf(mine)).get(0) ?? '';
  await expect(read(other, 0, token)).rejects.toMatchObject({ Reason: 'INVALID_BLOCK_TOKEN' });
});
