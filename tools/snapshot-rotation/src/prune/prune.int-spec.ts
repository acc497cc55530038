import { DeleteSnapshotCommand, DisableImageCommand } from '@aws-sdk/client-ec2';
import { PlanRefusedError } from '@strata/retention';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { type LiveAws, RUN_OF_DEFAULT, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import type { PrunePlan } from './plan';
import type { PruneItem } from './report';
import { type PruneOptions, runPrune } from './run';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

const prune = (volumeId: string, options: PruneOptions = {}) =>
  runPrune(aws.connections, aPolicy(), { scope: { volumeIds: [volumeId] }, ...options });

/** Ids of the snapshots that are left of a volume, oldest first. */
async function left(volumeId: string): Promise<string[]> {
  const found: SnapshotRecord[] = [];
  for await (const it of describeSnapshots(aws.connections, { volumeIds: [volumeId] })) found.push(it);
  return found.sort((one, other) => one.startTime.getTime() - other.startTime.getTime()).map(({ id }) => id);
}

async function volumeWith(snapshots: number): Promise<{ volumeId: string; ids: string[] }> {
  const volumeId = await aws.volume();
  const ids: string[] = [];
  while (ids.length < snapshots) ids.push(await aws.snapshot(volumeId));
  return { volumeId, ids };
}

it('removes what no rule keeps, of volumes that are gone as well, and tells item by item', async () => {
  const { volumeId, ids } = await volumeWith(4);
  const plans: PrunePlan[] = [];
  const items: PruneItem[] = [];
  const report = await prune(volumeId, {
    onPlan: (plan) => void plans.push(plan),
    onItem: (item) => void items.push(item),
  });
  expect(await left(volumeId)).toEqual(ids.slice(2));
  expect(report.tally).toEqual({ done: 2, skipped: 0, failed: 0 });
  expect(plans).toHaveLength(1);
  expect(items.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());
  expect((await prune(volumeId)).items).toEqual([]);
});

it('keeps what an AMI holds, also a disabled one, and what is foreign or of another environment', async () => {
  const volumeId = await aws.volume();
  const held = await aws.snapshot(volumeId);
  const disabled = await aws.snapshot(volumeId);
  const foreign = await aws.snapshot(volumeId, { team: 'web' });
  const elsewhere = await aws.snapshot(volumeId, { ...RUN_OF_DEFAULT, Environment: 'production' });
  const old = await aws.snapshot(volumeId);
  const newest = [await aws.snapshot(volumeId), await aws.snapshot(volumeId)];
  await aws.image(held);
  const ImageId = await aws.image(disabled);
  await aws.connections.ec2.send(new DisableImageCommand({ ImageId }));

  const report = await prune(volumeId, { overrides: { maxRemove: { percent: 100 } } });
  expect(report.items).toEqual([expect.objectContaining({ id: old, outcome: 'done' })]);
  expect(await left(volumeId)).toEqual([held, disabled, foreign, elsewhere, ...newest]);
});

it('skips what an AMI has come to hold since the plan', async () => {
  const { volumeId, ids } = await volumeWith(3);
  const report = await prune(volumeId, { onPlan: async () => void (await aws.image(ids[0] ?? '')) });
  expect(report.items).toEqual([
    expect.objectContaining({ outcome: 'skipped', detail: expect.stringMatching(/^an AMI holds it/) }),
  ]);
  expect(await left(volumeId)).toEqual(ids);
});

it('counts what is pending for nothing', async () => {
  const { volumeId, ids } = await volumeWith(2);
  const slow = await aws.volume({ 'local-aws:snapshot-ms': '600000' });
  const pending = await aws.pendingSnapshot(slow);
  const report = await runPrune(aws.connections, aPolicy({ keep: { last: 1, tags: [] } }), {
    scope: { volumeIds: [volumeId, slow] },
  });
  expect(report.items.map(({ id }) => id)).toEqual([ids[0]]);
  expect(await left(slow)).toEqual([pending]);
});

it('leaves a volume alone whose kept snapshot has vanished since the plan', async () => {
  const { volumeId, ids } = await volumeWith(3);
  const newest = ids[2] ?? '';
  const report = await prune(volumeId, {
    onPlan: async () =>
      void (await aws.connections.ec2.send(new DeleteSnapshotCommand({ SnapshotId: newest }))),
  });
  expect(report.items).toEqual([
    expect.objectContaining({
      id: ids[0],
      outcome: 'skipped',
      detail: `${newest}, which was to stay in its place, has vanished`,
    }),
  ]);
  expect(await left(volumeId)).toEqual(ids.slice(0, 2));
});

it('counts as done what someone else has removed meanwhile', async () => {
  const { volumeId, ids } = await volumeWith(3);
  const report = await prune(volumeId, {
    onPlan: async () =>
      void (await aws.connections.ec2.send(new DeleteSnapshotCommand({ SnapshotId: ids[0] ?? '' }))),
  });
  expect(report.items).toEqual([expect.objectContaining({ outcome: 'done', detail: 'was gone already' })]);
});

it('refuses a plan beyond the caps: it is told, and nothing goes', async () => {
  const { volumeId, ids } = await volumeWith(4);
  const plans: PrunePlan[] = [];
  const refused = prune(volumeId, {
    overrides: { maxRemove: { count: 1 } },
    onPlan: (plan) => void plans.push(plan),
  });
  await expect(refused).rejects.toThrow(PlanRefusedError);
  await expect(refused).rejects.toMatchObject({ exitCode: 3, wouldRemove: [ids[1], ids[0]] });
  expect(plans[0]?.remove).toHaveLength(2);
  expect(await left(volumeId)).toEqual(ids);
});

it('removes adopted snapshots, and the last one only of a named volume where that is asked for', async () => {
  const volumeId = await aws.volume();
  const tags = { team: volumeId };
  const ids = [await aws.snapshot(volumeId, tags), await aws.snapshot(volumeId, tags)];
  const overrides = { adopt: { key: 'team', value: volumeId }, retention: { keepLast: 1 } };
  await prune(volumeId, { overrides });
  expect(await left(volumeId)).toEqual(ids.slice(1));
  const everything = { retention: {}, maxRemove: { percent: 100 }, unsafeAllowRemoveAll: true };
  await prune(volumeId, { overrides: { ...overrides, ...everything } });
  expect(await left(volumeId)).toEqual([]);
});

it('leaves what an interrupt kept from its turn, and says so', async () => {
  const { volumeId, ids } = await volumeWith(3);
  const stop = new AbortController();
  const removing = prune(volumeId, {
    signal: stop.signal,
    onPlan: () => void setImmediate(() => stop.abort()),
  });
  expect((await removing).items).toEqual([
    expect.objectContaining({ outcome: 'skipped', detail: 'interrupted before its turn' }),
  ]);
  expect(await left(volumeId)).toEqual(ids);
});

it('knows a copy by the volume of its source', async () => {
  const volumeId = await aws.volume();
  const copies: string[] = [];
  const source = await aws.snapshot(volumeId);
  for (const day of ['01', '02', '03'])
    copies.push(await aws.copy(source, volumeId, `2026-03-${day}T00:00:00Z`));
  const elsewhere = aws.connections.inRegion('eu-west-1');
  const scope = { origin: 'copies', volumeIds: [volumeId] } as const;
  const report = await runPrune(elsewhere, aPolicy(), { scope });
  expect(report.items.map(({ id }) => id)).toEqual([copies[0]]);
});
