import type { SnapshotPolicyConfig } from '@strata/config';
import type { Connections } from '../gateway/connections';
import { describeSnapshots, type SnapshotQuery } from '../gateway/describe-snapshots';
import { setTags } from '../gateway/tags';
import type { SnapshotRecord } from '../model';
import { type LiveAws, RUN_OF_DEFAULT, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { TAG } from '../tags';
import type { CopyEvent } from './events';
import { type CopyOptions, runCopy } from './run';

let aws: LiveAws;
let there: Connections;
beforeAll(async () => {
  aws = await startLiveAws();
  there = aws.connections.inRegion('eu-west-1');
});
afterAll(() => aws?.stop());

const PACE = { firstMs: 50, longestMs: 100 };

/** A policy of its own for each test, so that none sees another's snapshots. */
function policyNamed(
  name: string,
  keepLast: number,
  copy: Partial<SnapshotPolicyConfig['copies'][number]> = {},
) {
  const copies = [{ region: 'eu-west-1', keep: { last: keepLast, tags: [] }, ...copy }];
  return aPolicy({ name, copies, maxRemove: { count: 1000, percent: 100 } });
}
let day = 0;
/** The tags of a snapshot of another day: nothing is pruned that is dated in the future, and clocks are not exact. */
const tagsOf = (name: string, more = {}) => {
  day += 1;
  const startTime = new Date(Date.UTC(2024, 0, day)).toISOString();
  return { ...RUN_OF_DEFAULT, [TAG.policy]: name, 'local-aws:start-time': startTime, ...more };
};
const copy = (policy: ReturnType<typeof policyNamed>, options: CopyOptions = {}) =>
  runCopy(aws.connections, policy, { wait: true, poll: PACE, ...options });

async function listed(query: SnapshotQuery, connections = there): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  for await (const snapshot of describeSnapshots(connections, query)) found.push(snapshot);
  return found.sort((one, other) => one.startTime.getTime() - other.startTime.getTime());
}
const copiesOf = (name: string) => listed({ tags: [{ key: TAG.policy, value: name }] });

it('copies with lineage, copies nothing twice, and applies retention there by the source volume', async () => {
  const policy = policyNamed('lineage', 2);
  const volumeIds = [await aws.volume({ team: 'web' }), await aws.volume()];
  const made: string[] = [];
  for (const volumeId of [...volumeIds, ...volumeIds, ...volumeIds]) {
    made.push(await aws.snapshot(volumeId, tagsOf('lineage', { team: 'web' })));
  }
  const first = await copy(policy);
  expect(first.tally).toEqual({ done: 4, skipped: 0, failed: 0 });
  const sources = await listed({ snapshotIds: made.slice(2) }, aws.connections);
  const copies = await copiesOf('lineage');
  const facts = ({ volumeId, startTime }: SnapshotRecord) => `${volumeId} ${startTime.toISOString()}`;
  expect(copies.map(facts)).toEqual(sources.map(facts));
  expect(copies.map(({ tags }) => tags[TAG.sourceSnapshot])).toEqual(sources.map(({ id }) => id));
  expect(copies[0]?.tags).toMatchObject({ team: 'web', Environment: 'test', [TAG.run]: first.runId });

  const second = await copy(policy);
  expect(second.destinations[0]?.plan?.copies).toEqual([]);
  expect(await copiesOf('lineage')).toHaveLength(4);

  const newest = await aws.snapshot(volumeIds[0] ?? '', tagsOf('lineage'));
  const third = await copy(policy);
  expect(third.destinations[0]?.items).toEqual([expect.objectContaining({ id: newest, outcome: 'done' })]);
  expect(third.destinations[0]?.retention?.tally).toEqual({ done: 1, skipped: 0, failed: 0 });
  const left = await copiesOf('lineage');
  expect(left.filter(({ volumeId }) => volumeId === volumeIds[0])).toHaveLength(2);
  expect(left.filter(({ volumeId }) => volumeId === volumeIds[1])).toHaveLength(2);
});

it('never has more than 20 copies under way, counting those of others, and ends with all', async () => {
  const slow = { 'local-aws:snapshot-ms': '500' };
  const ids: string[] = [];
  for (let number = 0; number < 25; number += 1) {
    ids.push(await aws.snapshot(await aws.volume(), tagsOf('many', slow)));
  }
  const foreign = await aws.snapshot(await aws.volume(), { ...slow, team: 'web' });
  const others = [aws.copy(foreign, 'vol-1', '2026-01-01'), aws.copy(foreign, 'vol-1', '2026-01-02')];
  const pending: Promise<number>[] = [];
  const events: CopyEvent[] = [];
  const report = await copy(policyNamed('many', 1), {
    onEvent: (event) => {
      events.push(event);
      if (event.kind === 'started')
        pending.push(listed({ states: ['pending'] }).then(({ length }) => length));
    },
  });
  await Promise.all(others);
  const most = Math.max(...(await Promise.all(pending)));
  expect(most).toBeLessThanOrEqual(20);
  expect(most).toBeGreaterThan(10);
  expect(events.some(({ kind }) => kind === 'waiting')).toBe(true);
  expect(report.tally).toEqual({ done: 25, skipped: 0, failed: 0 });
  const sources = (await copiesOf('many')).map(({ tags }) => tags[TAG.sourceSnapshot] ?? '');
  expect(sources.sort()).toEqual(ids.sort());
});

it('says which copy failed and what to check, removes nothing for it, and copies it again', async () => {
  const volumeId = await aws.volume();
  const good = await aws.snapshot(volumeId, tagsOf('failing'));
  await copy(policyNamed('failing', 1));
  const next = await aws.snapshot(volumeId, tagsOf('failing'));
  const noKey = policyNamed('failing', 1, { kmsKeyId: '00000000-0000-0000-0000-000000000000' });
  const report = await copy(noKey);
  const detail = expect.stringMatching(
    /^snap-\w+ failed: Given key ID is not accessible. Check that 0{8}-.* kms:CreateGrant/,
  ) as string;
  expect(report.destinations[0]?.items).toEqual([
    expect.objectContaining({ id: next, outcome: 'failed', detail }),
  ]);
  const left = (await copiesOf('failing')).filter(({ state }) => state === 'completed');
  expect(left.map(({ tags }) => tags[TAG.sourceSnapshot])).toEqual([good]);
  expect((await copy(policyNamed('failing', 1))).tally.done).toBe(1);
});

it('leaves to another run what that one has begun since the plan was made', async () => {
  const policy = policyNamed('rivals', 3);
  const ids: string[] = [];
  for (let number = 0; number < 3; number += 1)
    ids.push(await aws.snapshot(await aws.volume(), tagsOf('rivals')));
  const [, contested = ''] = ids;
  let other = '';
  // The other run comes when the plan is made and nothing is started yet.
  const connections = comingBetween(async () => {
    other = await aws.copy(contested, 'vol-1', '2024-01-01T00:00:00Z');
    const lineage = { [TAG.sourceSnapshot]: contested, [TAG.sourceRegion]: 'eu-central-1' };
    await setTags(there, [other], lineage);
  });
  const report = await runCopy(connections, policy, { wait: true, poll: PACE });
  expect(report.tally).toEqual({ done: 2, skipped: 1, failed: 0 });
  const detail = expect.stringContaining(`began ${other} meanwhile`) as string;
  expect(report.destinations[0]?.items).toContainEqual(
    expect.objectContaining({ id: contested, outcome: 'skipped', detail, copyId: other }),
  );
  const copies = await listed({ tags: [{ key: TAG.sourceSnapshot, value: contested }] });
  expect(copies.map(({ id }) => id)).toEqual([other]);
});

/** Connections whose destination lets something happen before its second listing: the first one is the plan's. */
function comingBetween(act: () => Promise<void>): Connections {
  let listings = 0;
  const { ec2 } = there;
  const send = async (...args: Parameters<typeof ec2.send>) => {
    listings += 1;
    if (listings === 2) await act();
    return ec2.send(...args);
  };
  const watched = {
    ...there,
    clock: there.clock,
    ec2: Object.assign(Object.create(ec2) as typeof ec2, { send }),
  };
  return { ...aws.connections, ec2: aws.connections.ec2, inRegion: () => watched } as Connections;
}

it('starts nothing once the time is over, and one Region that fails stops no other', async () => {
  await aws.snapshot(await aws.volume(), tagsOf('late'));
  const late = await copy(policyNamed('late', 1), { deadline: new Date(0) });
  expect(late.destinations[0]?.items).toEqual([
    expect.objectContaining({ outcome: 'skipped', detail: expect.stringContaining('no time') as string }),
  ]);
  const retention = { keepLast: 1 };
  const destinations = [
    { region: 'nowhere', retention },
    { region: 'eu-west-1', retention },
  ];
  const broken = { ...aws.connections, inRegion: (region: string) => brokenIn(region) };
  const report = await runCopy(broken, policyNamed('late', 1), { destinations, wait: true, poll: PACE });
  expect(report.destinations.map(({ failure, items }) => [failure, items.length])).toEqual([
    ['no such Region: nowhere', 0],
    [undefined, 1],
  ]);
});

function brokenIn(region: string): Connections {
  if (region === 'nowhere') throw new Error('no such Region: nowhere');
  return aws.connections.inRegion(region);
}
