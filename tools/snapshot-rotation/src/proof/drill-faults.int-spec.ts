import { setUnkind, type UnkindOptions } from '@strata/local-aws-tool';
import type { DrillReport } from '../drill/report';
import { type DrillOptions, runDrill } from '../drill/run';
import { DRILL_TAG } from '../drill/tags';
import { type Connections, openConnections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';

const VOLUMES = 15;

let aws: LiveAws;
let connections: Connections;
const volumeIds: string[] = [];

beforeAll(async () => {
  aws = await startLiveAws();
  connections = openConnections(aws.connections.target, { limits: 'none', settleLooksMs: [0, 50, 100] });
  for (let number = 0; number < VOLUMES; number += 1) {
    const id = await aws.volume({ 'local-aws:blocks': '20' });
    volumeIds.push(id);
    await aws.snapshot(id);
  }
});
afterAll(async () => {
  connections?.close();
  await aws?.stop();
});

const drillAll = (options: Partial<DrillOptions> = {}) =>
  runDrill(connections, aPolicy(), {
    all: true,
    rtoSeconds: 60,
    sample: 10,
    poll: { firstMs: 20, longestMs: 100 },
    ...options,
  });

async function drillUnder(unkind: UnkindOptions, options: Partial<DrillOptions> = {}): Promise<DrillReport> {
  await setUnkind(aws.endpoint, unkind);
  try {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      // What cannot even be listed is told before anything is made.
      const report = await drillAll(options).catch((error: Error) => error);
      if (!(report instanceof Error)) return report;
      await expect(madeVolumes()).resolves.toEqual([]);
    }
  } finally {
    await setUnkind(aws.endpoint, {});
  }
  throw new Error('no drill began');
}

/** Volumes of drills that are there, asked without faults being in the way. */
async function madeVolumes(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of describeVolumes(aws.connections, { tagKey: DRILL_TAG.run })) ids.push(id);
  return ids.sort();
}

/** What the report says is there still. */
const notDeleted = ({ items }: DrillReport) =>
  items.flatMap(({ deletions }) => deletions.filter(({ outcome }) => outcome === 'failed'));

describe.each([1, 2, 3])('a drill of whose calls every fifth goes wrong, seed %d', (seed) => {
  let report: DrillReport;
  beforeAll(async () => (report = await drillUnder({ faultRate: 0.2, seed, services: ['ec2', 'ebs'] })));

  it('tells of every snapshot how it ended, and of a failed one why', () => {
    expect(report.items).toHaveLength(VOLUMES);
    const failed = report.items.filter(({ verdict }) => verdict === 'failed');
    expect(failed.length).toBeLessThan(VOLUMES / 2);
    for (const { problems, checks, deletions } of failed) {
      const bad = [...checks.filter(({ ok }) => !ok), ...deletions.filter((it) => it.outcome === 'failed')];
      expect(problems.length + bad.length).toBeGreaterThan(0);
    }
  });

  it('leaves no volume that the report does not name', async () => {
    expect((await madeVolumes()).filter((id) => !notDeleted(report).some((it) => it.id === id))).toEqual([]);
  });

  it('notes only of those that passed that they were drilled', async () => {
    const marked = report.items.filter((item) => item.marked);
    expect(marked.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    for await (const { id, tags } of describeSnapshots(aws.connections, {})) {
      const isMarked = marked.some(({ target }) => target.snapshot.id === id);
      if (isMarked) expect(tags[DRILL_TAG.drilled]).toBeDefined();
    }
  });
});

it.each(['error-after', 'reset-after'] as const)(
  'finds and deletes the one volume that it made when every creation is carried out and answered by %s',
  async (fault) => {
    const unkind = { faultRate: 1, faults: [fault], services: ['ec2:CreateVolume'] };
    const report = await drillUnder(unkind, { all: false });
    expect(report.items).toEqual([expect.objectContaining({ verdict: 'failed', marked: false })]);
    expect(report.items[0]?.deletions).toEqual([expect.objectContaining({ outcome: 'done' })]);
    expect(await madeVolumes()).toEqual([]);
  },
);

it('names each volume that it could not delete, and the next drill deletes them once their time is over', async () => {
  const services = ['ec2:DeleteVolume'];
  // Few: each deletion is tried for as long as a fault may last.
  const few = { volumeIds: volumeIds.slice(0, 3) };
  const report = await drillUnder({ faultRate: 1, faults: ['error-before'], services }, few);
  expect(report.items.map(({ verdict }) => verdict)).toEqual(few.volumeIds.map(() => 'failed'));
  const left = await madeVolumes();
  expect(
    notDeleted(report)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(left);
  expect(left).toHaveLength(few.volumeIds.length);
  for (const id of left) await aws.tag(id, { [DRILL_TAG.expires]: '2020-01-01T00:00:00Z' });
  const { leftovers } = await drillAll(few);
  expect(leftovers.map(({ id, outcome }) => [id, outcome]).sort()).toEqual(left.map((id) => [id, 'done']));
  expect(await madeVolumes()).toEqual([]);
});
