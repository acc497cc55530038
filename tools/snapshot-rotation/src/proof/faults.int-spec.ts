import { setUnkind, type UnkindOptions, unkindReport } from '@strata/local-aws-tool';
import { CreateVolumeCommand, DeleteVolumeCommand } from '@aws-sdk/client-ec2';
import { type Connections, openConnections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { ec2Tags } from '../gateway/ec2-records';
import type { SnapshotRecord } from '../model';
import type { RotateReport } from '../rotate/report';
import { runRotate } from '../rotate/run';
import { launchFleet } from '../testing/fleet';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { leaseTags } from '../testing/runs';

/** 300 volumes: 20 instances with 10 each beside the root, made by CreateSnapshots, and 100 free ones, made by CreateSnapshot. */
const INSTANCES = 20;
const VOLUMES_PER_INSTANCE = 10;
const FREE_VOLUMES = 100;
const VOLUMES = INSTANCES * VOLUMES_PER_INSTANCE + FREE_VOLUMES;

/** Of the snapshots of each volume so many stay. */
const KEEP_LAST = 2;
const SELECTED = { proof: 'faults' } as const;
const POLICY = aPolicy({
  tag: { key: 'proof', value: 'faults' },
  keep: { last: KEEP_LAST, tags: [] },
});

let aws: LiveAws;
/** As a user has them, but that nothing shows late here: looks for what an unclear answer has made need not be long. */
let connections: Connections;
/** Snapshots that no rotation may remove, whatever the rules say. */
const untouchable = new Map<string, string>();

beforeAll(async () => {
  aws = await startLiveAws();
  connections = openConnections(aws.connections.target, { limits: 'none', settleLooksMs: [0, 50, 100] });
  const fleet = await launchFleet(aws.connections, {
    instances: INSTANCES,
    dataVolumesPerInstance: VOLUMES_PER_INSTANCE,
    tags: SELECTED,
  });
  const free = await Promise.all(Array.from({ length: FREE_VOLUMES }, () => aws.volume(SELECTED)));
  const held = fleet[0]?.volumeIds[0] ?? '';
  const image = await aws.snapshot(held);
  untouchable.set(image, `held by ${await aws.image(image)}`);
  untouchable.set(await aws.snapshot(free[0] ?? '', { owner: 'someone else' }), 'foreign');
  untouchable.set(await lastOfAVolumeThatIsGone(), 'the last of its volume');
  for (let turn = 0; turn < KEEP_LAST; turn += 1) {
    const { created, pruned } = await runRotate(connections, POLICY, {});
    expect([created.items.length, pruned?.tally.failed]).toEqual([VOLUMES, 0]);
  }
});

afterAll(async () => {
  connections?.close();
  await aws?.stop();
});

async function lastOfAVolumeThatIsGone(): Promise<string> {
  const { ec2, target } = aws.connections;
  const { VolumeId = '' } = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${target.region}a`,
      Size: 1,
      TagSpecifications: [{ ResourceType: 'volume', Tags: ec2Tags({ 'local-aws:snapshot-ms': '0' }) }],
    }),
  );
  const last = await aws.snapshot(VolumeId);
  await ec2.send(new DeleteVolumeCommand({ VolumeId }));
  return last;
}

/** A rotation under faults, with the snapshots that there were before and that there are after it, by id. */
interface Ordeal {
  readonly report: RotateReport;
  readonly before: ReadonlyMap<string, SnapshotRecord>;
  readonly after: ReadonlyMap<string, SnapshotRecord>;
  /** How many calls went wrong, by kind. */
  readonly faults: Readonly<Record<string, number>>;
}

async function rotateUnder(unkind: UnkindOptions): Promise<Ordeal> {
  const before = await allSnapshots();
  await setUnkind(aws.endpoint, unkind);
  try {
    const report = await runRotate(connections, POLICY, {});
    const faults: Record<string, number> = {};
    for (const { faults: ofApi } of Object.values((await unkindReport(aws.endpoint)).apis))
      for (const [kind, count] of Object.entries(ofApi)) faults[kind] = (faults[kind] ?? 0) + count;
    await setUnkind(aws.endpoint, {});
    return { report, before, after: await allSnapshots(), faults };
  } finally {
    await setUnkind(aws.endpoint, {});
  }
}

async function allSnapshots(): Promise<Map<string, SnapshotRecord>> {
  const found = new Map<string, SnapshotRecord>();
  for await (const snapshot of describeSnapshots(aws.connections, {})) found.set(snapshot.id, snapshot);
  return found;
}

/** What may go, worked out anew: of volumes whose new snapshot has completed, all of the policy's but the newest. */
function mayGo({ report, before, after }: Ordeal): string[] {
  const completed = new Set(
    report.created.items.filter(({ state }) => state === 'completed').map(({ id }) => id),
  );
  return [...completed].flatMap((volumeId) => {
    const fresh = [...after.values()].filter((it) => it.volumeId === volumeId && !before.has(it.id));
    const old = [...before.values()]
      .filter((it) => it.volumeId === volumeId && !untouchable.has(it.id))
      .sort((a, b) => b.startTime.getTime() - a.startTime.getTime());
    return old.slice(KEEP_LAST - fresh.length).map(({ id }) => id);
  });
}

/** Volumes with their number of new snapshots, of those that have not exactly one. */
function notExactlyOne({ before, after, report }: Ordeal): [volumeId: string, made: number][] {
  const made = new Map(report.created.items.map(({ id }) => [id, 0]));
  for (const [id, { volumeId }] of after)
    if (!before.has(id)) made.set(volumeId, (made.get(volumeId) ?? 0) + 1);
  return [...made].filter(([, count]) => count !== 1);
}

function gone({ before, after }: Ordeal): string[] {
  return [...before.keys()].filter((id) => !after.has(id)).sort();
}

const failedVolumes = ({ report }: Ordeal): string[] =>
  report.created.items.filter(({ outcome }) => outcome !== 'done').map(({ id }) => id);

describe.each([1, 2, 3])(
  'a rotation of 300 volumes of whose calls every fifth goes wrong, seed %d',
  (seed) => {
    let ordeal: Ordeal;
    beforeAll(async () => (ordeal = await rotateUnder({ faultRate: 0.2, seed, services: ['ec2'] })));

    it('met faults of all five kinds', () => {
      const kinds = ['error-after', 'error-before', 'reset-after', 'reset-before', 'throttle'];
      expect(Object.keys(ordeal.faults).sort()).toEqual(kinds);
    });

    it('gives each volume exactly one snapshot, or reports it as failed', () => {
      expect(ordeal.report.created.items).toHaveLength(VOLUMES);
      const failed = new Set(failedVolumes(ordeal));
      expect(notExactlyOne(ordeal).filter(([id, made]) => made > 1 || !failed.has(id))).toEqual([]);
      expect(failed.size).toBeLessThan(VOLUMES / 10);
    });

    it('removes what the policy no longer keeps, and nothing else', () => {
      const { pruned } = ordeal.report;
      const undone = pruned?.items.filter(({ outcome }) => outcome !== 'done').map(({ id }) => id) ?? [];
      const expected = mayGo(ordeal).filter((id) => !undone.includes(id) || !ordeal.after.has(id));
      expect(gone(ordeal)).toEqual(expected.sort());
      expect(expected.length).toBeGreaterThan(VOLUMES * 0.9);
      expect([...untouchable].filter(([id]) => !ordeal.after.has(id))).toEqual([]);
    });

    it('leaves no lease and no unfinished tag', async () => {
      expect(await leaseTags(aws.connections)).toEqual([]);
      const fresh = [...ordeal.after.values()].filter(({ id }) => !ordeal.before.has(id));
      expect(fresh.filter(({ tags }) => tags['proof'] !== 'faults')).toEqual([]);
    });
  },
);

const CREATION = ['ec2:CreateSnapshots', 'ec2:CreateSnapshot'];

it.each(['error-after', 'reset-after'] as const)(
  'makes nothing twice when every creation is carried out and answered by %s',
  async (fault) => {
    const ordeal = await rotateUnder({ faultRate: 1, faults: [fault], services: CREATION });
    expect(failedVolumes(ordeal)).toEqual([]);
    expect(notExactlyOne(ordeal)).toEqual([]);
    expect(gone(ordeal)).toEqual(mayGo(ordeal).sort());
  },
);

it('reports every volume as failed, and removes nothing, when no creation comes about', async () => {
  const ordeal = await rotateUnder({ faultRate: 1, faults: ['error-before'], services: CREATION });
  expect(failedVolumes(ordeal)).toHaveLength(VOLUMES);
  expect([...ordeal.after.keys()].sort()).toEqual([...ordeal.before.keys()].sort());
  expect(await leaseTags(aws.connections)).toEqual([]);
});
