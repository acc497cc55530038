import { setUnkind, type UnkindOptions, unkindReport } from '@strata/local-aws-tool';
import type { CopyReport } from '../copy/report';
import { runCopy } from '../copy/run';
import { type Connections, openConnections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { type LiveAws, RUN_OF_DEFAULT, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { TAG } from '../tags';

/** Volumes of a test; each has an old snapshot whose copy is there already, and a new one that is to be copied. */
const VOLUMES = 24;
const PACE = { firstMs: 20, longestMs: 100 };

let aws: LiveAws;
/** As a user has them, but that nothing shows late here: looks for what an unclear answer has made need not be long. */
let connections: Connections;

beforeAll(async () => {
  aws = await startLiveAws();
  connections = openConnections(aws.connections.target, { limits: 'none', settleLooksMs: [0, 50, 100] });
});
afterAll(async () => {
  connections?.close();
  await aws?.stop();
});

/** Of each volume the newest copy stays: the old one's goes once the new one's is there. */
const policyNamed = (name: string) =>
  aPolicy({
    name,
    copies: [{ region: 'eu-west-1', keep: { last: 1, tags: [] } }],
    maxRemove: { count: 1000, percent: 100 },
  });

const copyAll = (name: string) => runCopy(connections, policyNamed(name), { wait: true, poll: PACE });

/** What is to be copied: the new snapshots, with their volumes. */
async function oldAndNew(name: string, volumes = VOLUMES): Promise<SnapshotRecord[]> {
  const volumeIds = await Promise.all(Array.from({ length: volumes }, () => aws.volume()));
  const snapshotsOf = (startTime: string) =>
    Promise.all(
      volumeIds.map((id) =>
        aws.snapshot(id, { ...RUN_OF_DEFAULT, [TAG.policy]: name, 'local-aws:start-time': startTime }),
      ),
    );
  await snapshotsOf('2024-01-01T00:00:00Z');
  expect((await copyAll(name)).tally.done).toBe(volumes);
  const fresh = await snapshotsOf('2024-01-02T00:00:00Z');
  return listed(aws.connections, { snapshotIds: fresh });
}

async function listed(
  where: Connections,
  query: Parameters<typeof describeSnapshots>[1],
): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  for await (const snapshot of describeSnapshots(where, query)) found.push(snapshot);
  return found;
}

/** Copies in the other Region by their source. */
async function copiesOf(name: string): Promise<Map<string, SnapshotRecord[]>> {
  const bySource = new Map<string, SnapshotRecord[]>();
  const there = aws.connections.inRegion('eu-west-1');
  for (const copy of await listed(there, { tags: [{ key: TAG.policy, value: name }] })) {
    const source = copy.tags[TAG.sourceSnapshot] ?? '';
    bySource.set(source, [...(bySource.get(source) ?? []), copy]);
  }
  return bySource;
}

/** Copies while calls go wrong; a run that fails as a whole is begun anew, as its schedule would do. */
async function copyUnder(name: string, unkind: UnkindOptions) {
  const reports: CopyReport[] = [];
  let faults = 0;
  await setUnkind(aws.endpoint, unkind);
  try {
    for (let attempt = 0; attempt < 5 && !reports.some(({ tally }) => tally.done > 0); attempt += 1)
      reports.push(await copyAll(name));
    for (const { faults: ofApi } of Object.values((await unkindReport(aws.endpoint)).apis))
      faults += Object.values(ofApi).reduce((sum, count) => sum + count, 0);
  } finally {
    await setUnkind(aws.endpoint, {});
  }
  const items = reports.flatMap(({ destinations }) => destinations.flatMap((it) => it.items));
  return { items, faults };
}

/** A volume has a copy in the other Region at any time: the old one goes only when the new one is complete. */
function expectNoVolumeWithoutCopy(copies: ReadonlyMap<string, readonly SnapshotRecord[]>): void {
  const complete = [...copies.values()].flat().filter(({ state }) => state === 'completed');
  expect(new Set(complete.map(({ volumeId }) => volumeId)).size).toBe(VOLUMES);
}

it.each([1, 2, 3])(
  'copies each snapshot once or reports it as failed while every fifth call goes wrong, and the next run does the rest, seed %d',
  async (seed) => {
    const name = `seed-${seed}`;
    const due = (await oldAndNew(name)).map(({ id }) => id);
    const { items, faults } = await copyUnder(name, { faultRate: 0.2, seed, services: ['ec2'] });
    expect(faults).toBeGreaterThan(VOLUMES / 4);
    const done = items.filter(({ outcome }) => outcome === 'done').map(({ id }) => id);
    expect(done.length).toBeGreaterThan(VOLUMES * 0.8);
    const copies = await copiesOf(name);
    expect(due.filter((id) => (copies.get(id)?.length ?? 0) > 1)).toEqual([]);
    expect(done.filter((id) => copies.get(id)?.[0]?.state !== 'completed')).toEqual([]);
    expectNoVolumeWithoutCopy(copies);

    const { tally } = await copyAll(name);
    expect(tally.failed).toBe(0);
    const after = await copiesOf(name);
    expect([...after.keys()].sort()).toEqual(due.sort());
    expect([...after.values()].map(({ length }) => length)).toEqual(due.map(() => 1));
  },
);

it.each(['error-after', 'reset-after'] as const)(
  'copies nothing twice when every copy is begun and answered by %s',
  async (fault) => {
    const due = await oldAndNew(fault);
    const services = ['ec2:CopySnapshot'];
    const { items } = await copyUnder(fault, { faultRate: 1, faults: [fault], services });
    expect(items.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    const copies = await copiesOf(fault);
    expect(due.map(({ id }) => copies.get(id)?.length)).toEqual(due.map(() => 1));
  },
);

it('reports every copy as failed, and removes none of the old ones, when no copy comes about', async () => {
  // Few: each is tried for as long as a fault may last.
  const due = await oldAndNew('none', 3);
  const before = await copiesOf('none');
  await setUnkind(aws.endpoint, { faultRate: 1, faults: ['error-before'], services: ['ec2:CopySnapshot'] });
  const { tally, destinations } = await copyAll('none').finally(() => setUnkind(aws.endpoint, {}));
  expect(tally).toMatchObject({ done: 0, failed: due.length });
  expect(destinations[0]?.retention?.tally.done).toBe(0);
  expect([...(await copiesOf('none')).keys()].sort()).toEqual([...before.keys()].sort());
});
