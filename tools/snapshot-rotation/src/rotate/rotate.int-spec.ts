import { setUnkind } from '@strata/local-aws-tool';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { TAG } from '../tags';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { rotateExitCode } from './report';
import { planRotation, runRotate } from './run';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

/** A policy that selects its own volumes only, so that tests do not meet. */
const policyOn = (name: string, changes: Parameters<typeof aPolicy>[0] = {}) =>
  aPolicy({ name, tag: { key: 'rotated-by', value: name }, ...changes });

const NO_CAPS = { count: 1000, percent: 100 };

async function snapshotsOf(policy: string): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  const tags = [{ key: TAG.policy, value: policy }];
  for await (const it of describeSnapshots(aws.connections, { tags })) found.push(it);
  return found.sort((one, other) => other.startTime.getTime() - one.startTime.getTime());
}

it('leaves two per volume after three rotations that keep the last two; the dry run foretells it', async () => {
  const policy = policyOn('thrice');
  const volumes = [
    await aws.volume({ 'rotated-by': 'thrice' }),
    await aws.volume({ 'rotated-by': 'thrice' }),
  ];
  const first = await runRotate(aws.connections, policy, {});
  const second = await runRotate(aws.connections, policy, {});
  expect([first, second].map(({ pruned }) => pruned?.items)).toEqual([[], []]);

  const plan = await planRotation(aws.connections, policy, {});
  expect(plan.prune.remove).toHaveLength(2);
  expect(await snapshotsOf('thrice')).toHaveLength(4);

  const third = await runRotate(aws.connections, policy, {});
  expect(rotateExitCode(third)).toBe(0);
  expect(third.pruned?.items.map(({ id }) => id).sort()).toEqual(
    plan.prune.remove.map(({ snapshot }) => snapshot.id).sort(),
  );
  const left = await snapshotsOf('thrice');
  for (const id of volumes) {
    const runs = left.filter(({ volumeId }) => volumeId === id).map(({ tags }) => tags[TAG.run]);
    expect(runs).toEqual([third.created.runId, second.created.runId]);
  }
});

it('does not prune a volume whose new snapshot failed, and ends with 1', async () => {
  const policy = policyOn('failing', { keep: { last: 1, tags: [] }, maxRemove: NO_CAPS });
  const bad = await aws.volume({ 'rotated-by': 'failing' });
  const good = await aws.volume({ 'rotated-by': 'failing' });
  await runRotate(aws.connections, policy, {});
  await runRotate(aws.connections, policy, { overrides: { retention: { keepLast: 9 } } });
  await aws.tag(bad, { 'local-aws:snapshot-result': 'error' });
  const report = await runRotate(aws.connections, policy, {});
  expect(rotateExitCode(report)).toBe(1);
  expect(report.pruned?.plan.leftOut).toEqual([
    expect.objectContaining({ volumeId: bad, reason: expect.stringMatching(/ended in error/) }),
  ]);
  const states = (id: string, all: readonly SnapshotRecord[]) =>
    all.filter(({ volumeId }) => volumeId === id).map(({ state }) => state);
  const left = await snapshotsOf('failing');
  expect(states(bad, left)).toEqual(['error', 'completed', 'completed']);
  expect(states(good, left)).toEqual(['completed']);
});

it('reports what it made, removes nothing and ends with 1 where credentials expire while it waits', async () => {
  const name = 'expired';
  const volume = await aws.volume({ 'rotated-by': name, 'local-aws:snapshot-ms': '600000' });
  const expired = { faultRate: 1, faults: ['expired-credentials'], services: ['ec2'] } as const;
  const report = await runRotate(aws.connections, policyOn(name), {
    onCreateEvent: ({ kind }) => kind === 'progress' && void setUnkind(aws.endpoint, expired),
  }).finally(() => setUnkind(aws.endpoint, {}));
  const made = await snapshotsOf(name);
  expect(report.created.items).toEqual([
    expect.objectContaining({ id: volume, outcome: 'done', snapshotId: made[0]?.id }),
  ]);
  expect(report).toMatchObject({ problem: 'failed' });
  expect(report.message).toMatch(/how far the snapshots are is not known: .*expired/i);
  expect(rotateExitCode(report)).toBe(1);
});

it('keeps its new snapshots, and ends with 3, when a cap refuses to prune', async () => {
  const policy = policyOn('capped', { keep: { last: 1, tags: [] }, maxRemove: { count: 0, percent: 100 } });
  await aws.volume({ 'rotated-by': 'capped' });
  await runRotate(aws.connections, policy, {});
  const report = await runRotate(aws.connections, policy, {});
  expect(rotateExitCode(report)).toBe(3);
  expect(report.message).toMatch(/1 snapshot would go; allowed: 0/);
  expect(await snapshotsOf('capped')).toHaveLength(2);
});

it('prunes only the volumes that it was told to rotate', async () => {
  const policy = policyOn('named', { keep: { last: 1, tags: [] }, maxRemove: NO_CAPS });
  const [one, other] = [
    await aws.volume({ 'rotated-by': 'named' }),
    await aws.volume({ 'rotated-by': 'named' }),
  ];
  await runRotate(aws.connections, policy, {});
  await runRotate(aws.connections, policy, { overrides: { retention: { keepLast: 9 } } });
  const report = await runRotate(aws.connections, policy, { selection: { volumeIds: [one] } });
  expect(report.created.items.map(({ id }) => id)).toEqual([one]);
  const left = (await snapshotsOf('named')).map(({ volumeId }) => volumeId);
  expect(left.filter((id) => id === one)).toHaveLength(1);
  expect(left.filter((id) => id === other)).toHaveLength(2);
});
