import { BLOCK_BYTES } from '../gateway/ebs-blocks';
import { type LiveAws, RUN_OF_DEFAULT, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { TAG } from '../tags';
import { estimateCost } from './estimate';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

/** A snapshot of that day: nothing is pruned that is dated in the future, and clocks are known to a second only. */
const snapshotOf = (volumeId: string, day: number, tags: Readonly<Record<string, string>> = RUN_OF_DEFAULT) =>
  aws.snapshot(volumeId, { ...tags, 'local-aws:start-time': `2024-01-0${day}T00:00:00Z` });
const blocks = (bytes: number | undefined) => (bytes ?? Number.NaN) / BLOCK_BYTES;

it('measures what snapshots hold, what changed between them, and what pruning would free', async () => {
  // The writer goes through the 100 blocks in turn, 30 between one snapshot and the next.
  const volumeId = await aws.volume({ 'local-aws:blocks': '100', 'local-aws:changed-per-snapshot': '30' });
  for (let day = 1; day <= 4; day += 1) await snapshotOf(volumeId, day);
  const quiet = await aws.volume({ 'local-aws:blocks': '10', 'local-aws:changed-per-snapshot': '0' });
  for (let day = 1; day <= 3; day += 1) await snapshotOf(quiet, day);

  const estimate = await estimateCost(aws.connections, aPolicy());
  expect(estimate.failed).toEqual([]);
  const [busy, still] = [volumeId, quiet].map((id) =>
    estimate.volumes.find((volume) => volume.volumeId === id),
  );
  expect([busy?.snapshots, busy?.prunable]).toEqual([4, 2]);
  expect(blocks(busy?.newestBytes)).toBe(100);
  expect(busy?.newestFullBytes).toBe(100 * BLOCK_BYTES);
  expect(blocks(busy?.changedBytesPerSnapshot)).toBe(30);
  expect(blocks(busy?.storedBytes)).toBe(190);
  // The two oldest go: what was overwritten in the second and in the third goes, the rest is still needed.
  expect(blocks(busy?.prunableBytes)).toBe(60);
  expect(busy?.bySnapshot.map(({ uniqueBytes }) => blocks(uniqueBytes))).toEqual([30, 0, 0, 30]);
  expect([still?.prunable, blocks(still?.storedBytes), still?.prunableBytes]).toEqual([1, 10, 0]);
});

it('counts what the snapshots of others still need, and leaves copies and unfinished ones out', async () => {
  const volumeId = await aws.volume({ 'local-aws:blocks': '50', 'local-aws:changed-per-snapshot': '5' });
  const policy = aPolicy({ name: 'shared', keep: { last: 1, tags: [] } });
  const ours = { ...RUN_OF_DEFAULT, [TAG.policy]: 'shared' };
  await snapshotOf(volumeId, 1, { team: 'web' });
  await snapshotOf(volumeId, 2, ours);
  await snapshotOf(volumeId, 3, ours);
  const { volumes, leftOut } = await estimateCost(aws.connections, policy, { volumeIds: [volumeId] });
  expect(volumes).toMatchObject([{ snapshots: 3, own: 2, prunable: 1, prunableBytes: 0 }]);
  expect([blocks(volumes[0]?.storedBytes), blocks(volumes[0]?.ownBytes)]).toEqual([60, 10]);
  expect(leftOut).toEqual({ copies: 0, unfinished: 0 });
});
