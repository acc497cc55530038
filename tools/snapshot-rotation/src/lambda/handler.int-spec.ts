import { randomUUID } from 'node:crypto';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { TAG } from '../tags';
import { groupMembers, runGroup } from '../testing/groups';
import { runInstance } from '../testing/instances';
import { type LiveAws, RUN_OF_DEFAULT, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { handler } from './handler';
import type { RotationRequest } from './rotation-request';
import { coolDown } from './warm-connections';

let aws: LiveAws;
const lines: string[] = [];

beforeAll(async () => {
  aws = await startLiveAws();
  process.env['AWS_ENDPOINT_URL'] = aws.endpoint;
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  delete process.env['AWS_ENDPOINT_URL'];
  coolDown();
  await aws?.stop();
});
beforeEach(() => lines.splice(0));

const requestFor = (name: string, changes: Partial<RotationRequest> = {}): RotationRequest => ({
  environment: 'test',
  region: 'eu-central-1',
  account: '123456789012',
  policy: aPolicy({
    name,
    tag: { key: 'rotated-by', value: name },
    keep: { last: 1, tags: [] },
    maxRemove: { count: 1000, percent: 100 },
  }).config,
  rpoMinutes: 60,
  metricNamespace: `Strata/${name}`,
  limits: 'none',
  ...changes,
});
const invocation = (awsRequestId: string = randomUUID(), remainingMs = 900_000) => ({
  awsRequestId,
  getRemainingTimeInMillis: () => remainingMs,
});
const log = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

async function snapshotsOf(policy: string): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  const tags = [{ key: TAG.policy, value: policy }];
  for await (const it of describeSnapshots(aws.connections, { tags })) found.push(it);
  return found;
}

async function volumes(policy: string, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => aws.volume({ 'rotated-by': policy })));
}

async function sumOf(policy: string, MetricName: string): Promise<number | undefined> {
  const { Datapoints = [] } = await aws.connections.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: `Strata/${policy}`,
      MetricName,
      Dimensions: [{ Name: 'Policy', Value: policy }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 600_000),
      Period: 3600,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce<number | undefined>((sum, { Sum = 0 }) => (sum ?? 0) + Sum, undefined);
}

it('rotates, copies, publishes and logs each event as a line of JSON', async () => {
  await volumes('whole', 2);
  const copies = [{ region: 'eu-west-1', keep: { last: 1, tags: [] } }];
  const request = requestFor('whole');
  const copying = { ...request, policy: { ...request.policy, copies } };
  await handler(request, invocation());
  lines.splice(0);
  const summary = await handler(copying, invocation());
  expect(summary).toMatchObject({ created: 2, removed: 2, copied: 2, pending: 0, failures: [] });
  expect(await snapshotsOf('whole')).toHaveLength(2);
  expect(await sumOf('whole', 'SnapshotsCreated')).toBe(4);
  expect(await sumOf('whole', 'SnapshotsFailed')).toBe(0);
  expect(await sumOf('whole', 'SnapshotVolumesOverRpo')).toBe(0);
  expect(new Set(log().map(({ run }) => run))).toEqual(new Set([summary.runId]));
  expect(log().at(-1)).toMatchObject({
    level: 'INFO',
    phase: 'end',
    environment: 'test',
    policy: 'whole',
    run: summary.runId,
    created: 2,
    removed: 2,
    memoryMiB: expect.any(Number),
  });
});

it.each<[string, Partial<RotationRequest>]>([
  ['the time it was scheduled for', { scheduledTime: '2026-03-10T12:00:00Z' }],
  ['the id of the invocation', {}],
])('makes no second set when the same run is invoked again, known by %s', async (what, changes) => {
  const policy = `again-${what.includes('time') ? 'time' : 'id'}`;
  await volumes(policy, 2);
  const request = requestFor(policy, changes);
  const again = invocation();
  const first = await handler(request, again);
  const second = await handler(request, changes.scheduledTime === undefined ? again : invocation());
  expect([first.created, second.created]).toEqual([2, 0]);
  expect(second.runId).toBe(first.runId);
  expect(await snapshotsOf(policy)).toHaveLength(2);
  const other = await handler({ ...request, scheduledTime: '2026-03-11T00:00:00Z' }, invocation());
  expect(other).toMatchObject({ created: 2, removed: 2 });
});

it('fails when a part fails, and a retry makes only what is missing', async () => {
  const [bad = '', good = ''] = await volumes('partly', 2);
  await handler(requestFor('partly'), invocation());
  await aws.tag(bad, { 'local-aws:snapshot-result': 'error' });
  const request = requestFor('partly', { scheduledTime: '2026-03-10T12:00:00Z' });
  const failed = handler(request, invocation());
  await expect(failed).rejects.toThrow(
    new RegExp(`failed in part: create: ${bad}: snap-\\w+ ended in error`),
  );
  const completedOf = async (id: string) =>
    (await snapshotsOf('partly')).filter((it) => it.volumeId === id && it.state === 'completed');
  const made = await completedOf(good);
  expect(made).toHaveLength(1);
  expect(await completedOf(bad)).toHaveLength(1);
  expect(log().at(-1)).toMatchObject({ level: 'ERROR', phase: 'end', failed: 1 });
  expect(await sumOf('partly', 'SnapshotsFailed')).toBe(1);

  await aws.tag(bad, { 'local-aws:snapshot-result': 'completed' });
  const retried = await handler(request, invocation());
  expect(retried).toMatchObject({ created: 1, failures: [] });
  expect(await completedOf(good)).toEqual(made);
  const runs = (await snapshotsOf('partly')).map(({ tags }) => tags[TAG.run]);
  expect(runs).toEqual([retried.runId, retried.runId]);
});

it('says of what a retry makes that it is of a later moment than the rest of its instance', async () => {
  const [bad = '', good = ''] = await volumes('apart', 2);
  await runInstance(aws.connections, [bad, good]);
  await aws.tag(bad, { 'local-aws:snapshot-result': 'error' });
  const request = requestFor('apart', { scheduledTime: '2026-03-10T12:00:00Z' });
  await expect(handler(request, invocation())).rejects.toThrow(/failed in part/);
  await aws.tag(bad, { 'local-aws:snapshot-result': 'completed' });
  lines.splice(0);
  expect(await handler(request, invocation())).toMatchObject({ created: 1, failures: [] });
  const told = log().filter(({ phase, id }) => phase === 'create' && [bad, good].includes(String(id)));
  const isApart = ({ message }: Record<string, unknown>) => /of a later moment/.test(String(message));
  expect(told.filter(isApart).map(({ id }) => id)).toEqual([bad]);
});

describe('a stopped policy that selects an instance of an Auto Scaling group', () => {
  const request = (name: string, standby: boolean): RotationRequest => {
    const plain = requestFor(name);
    return { ...plain, policy: { ...plain.policy, consistency: 'stopped', standby } };
  };

  it('fails the volumes of that instance, and rotates all others', async () => {
    await volumes('grouped', 1);
    const { group } = await runGroup(aws.connections, {
      minSize: 1,
      desiredCapacity: 1,
      volumeTags: { 'rotated-by': 'grouped' },
    });
    for (const round of ['first', 'second']) {
      const failed = handler(request('grouped', false), invocation(round));
      await expect(failed).rejects.toThrow(/create: vol-\w+: refused: .*would terminate .*standby: true/);
      expect(log().at(-1)).toMatchObject({ phase: 'end', failed: 1, created: 1 });
    }
    expect(log().at(-1)).toMatchObject({ removed: 1 });
    expect((await groupMembers(aws.connections, group)).map(([, state]) => state)).toEqual(['InService']);
  });

  it('puts it in Standby meanwhile where the policy says so', async () => {
    const settings = { minSize: 0, desiredCapacity: 1, volumeTags: { 'rotated-by': 'spared' } };
    const { group } = await runGroup(aws.connections, settings);
    const summary = await handler(request('spared', true), invocation());
    expect(summary).toMatchObject({ created: 1, failures: [] });
    expect(log().map(({ message }) => message)).toContain('entering Standby');
    expect((await groupMembers(aws.connections, group)).map(([, state]) => state)).toEqual(['InService']);
  });
});

it('leaves what is pending when time is up, and prunes by what has completed', async () => {
  const [slow = ''] = await volumes('slow', 1);
  const started = ['2026-03-01', '2026-03-02', '2026-03-03'];
  const old: string[] = [];
  for (const day of started) {
    const tags = { ...RUN_OF_DEFAULT, [TAG.policy]: 'slow', 'local-aws:start-time': `${day}T00:00:00Z` };
    old.push(await aws.snapshot(slow, tags));
  }
  await aws.tag(slow, { 'local-aws:snapshot-ms': '600000' });
  const summary = await handler(requestFor('slow'), invocation(randomUUID(), 61_000));
  expect(summary).toMatchObject({ created: 1, pending: 1, removed: 2, failures: [] });
  const left = await snapshotsOf('slow');
  expect(left.map(({ state }) => state).sort()).toEqual(['completed', 'pending']);
  expect(left.find(({ state }) => state === 'completed')?.id).toBe(old.at(-1));
});

it('fails when the policy selects nothing: that would be a backup of nothing', async () => {
  await expect(handler(requestFor('nothing'), invocation())).rejects.toThrow(/No volumes in eu-central-1/);
});

it('refuses a request that it does not understand, and does nothing', async () => {
  const event = { ...requestFor('whole'), dryRun: true };
  const before = await snapshotsOf('whole');
  await expect(handler(event, invocation())).rejects.toThrow(/request: Unrecognized key: "dryRun"/);
  expect(await snapshotsOf('whole')).toEqual(before);
});
