import { createHash } from 'node:crypto';
import { pooled } from '@strata/aws';
import type { FatalMoment } from '@strata/testing/programs';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import { leasesIn } from '../lease/lease-tags';
import type { SnapshotRecord } from '../model';
import { type SnapshotPolicy, snapshotPolicy } from '../policy';
import { executeResume } from '../resume/execute';
import { isClean, resumePlanFor } from '../resume/run-resume';
import { rotateExitCode } from '../rotate/report';
import { runRotate } from '../rotate/run';
import { TAG } from '../tags';
import { launchFleet } from '../testing/fleet';
import { openWriteFuse } from '../testing/fuse';
import type { TestInstance } from '../testing/instances';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { startSnapshots } from '../testing/program';
import { markedState } from '../testing/runs';

const KILLS = 20;
const SEED = 1;
/** Groups at once: each waits more than it works. */
const AT_ONCE = 5;

/** Two instances with two volumes each, which one run stops and snapshots; two snapshots of each volume are kept. */
const INSTANCES = 2;
const DATA_VOLUMES = 2;
const KEEP_LAST = 2;

interface Group {
  readonly name: string;
  readonly instances: readonly TestInstance[];
  readonly volumeIds: readonly string[];
  /** A snapshot of someone else's. */
  readonly foreign: string;
}

/** What a killed run left, and what became of it. */
interface Aftermath {
  /** For messages: `before the 3rd write, StopInstances`. */
  readonly moment: string;
  readonly group: Group;
  readonly killed: boolean;
  readonly before: readonly SnapshotRecord[];
  /** After `resume` found nothing more to do. */
  readonly resumed: {
    /** How often it did something. */
    readonly rounds: number;
    readonly failures: readonly string[];
    readonly snapshots: readonly SnapshotRecord[];
    readonly instances: readonly (readonly [state: string | undefined, marks: string[]])[];
    readonly leases: readonly string[];
  };
  /** After a further rotation. */
  readonly rotated: {
    readonly code: number;
    readonly runId: string;
    readonly snapshots: readonly SnapshotRecord[];
  };
}

let aws: LiveAws;
let environment: EnvironmentConfig;
let policy: SnapshotPolicy;
let writes: readonly string[];
let aftermaths: readonly Aftermath[];

beforeAll(async () => {
  aws = await startLiveAws();
  environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: aws.endpoint } });
  const [config] = environment.backup.snapshots.policies;
  if (config === undefined) throw new Error('the local environment has no snapshot policy');
  policy = snapshotPolicy(environment.name, { ...config, keep: { last: KEEP_LAST, tags: [] } });
  const [spared, ...doomed] = await makeGroups(KILLS + 1);
  if (spared === undefined) throw new Error('no group was made');

  // How a run goes that nobody kills: that many writes, in about this order.
  const fuse = await openWriteFuse(aws.endpoint);
  expect((await rotateIn(spared, fuse.endpoint).ended).code).toBe(0);
  await fuse.close();
  writes = fuse.calls;

  const moments = fatalMoments(writes.length);
  const found = new Map<number, Aftermath>();
  const work = async (group: Group): Promise<void> => {
    const nth = doomed.indexOf(group);
    const moment = moments[nth];
    if (moment !== undefined) found.set(nth, await killAndResume(group, moment));
  };
  for await (const done of pooled(doomed, AT_ONCE, work)) if (!done.ok) throw done.error;
  aftermaths = [...found.values()];
});

afterAll(() => aws?.stop());

/** Moments before and after writes, spread evenly over the run: one of each stretch, by seed. */
function fatalMoments(count: number): FatalMoment[] {
  const stretch = (2 * count) / KILLS;
  return Array.from({ length: KILLS }, (_, nth) => {
    const random = createHash('sha256').update(`${SEED}/${nth}`).digest().readUInt32BE() / 2 ** 32;
    const at = Math.floor((nth + random) * stretch);
    return { nth: Math.floor(at / 2) + 1, when: at % 2 === 0 ? 'before' : 'after' };
  });
}

async function makeGroups(count: number): Promise<Group[]> {
  const fleet = await launchFleet(aws.connections, {
    instances: INSTANCES * count,
    dataVolumesPerInstance: DATA_VOLUMES,
    tags: { proof: 'killed', 'local-aws:snapshot-ms': '300' },
  });
  const all = { tags: [{ key: 'proof', value: 'killed' }] };
  for (let turn = 0; turn < KEEP_LAST; turn += 1)
    await runRotate(aws.connections, policy, { selection: all });
  return Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const name = `group-${nth}`;
      const instances = fleet.slice(nth * INSTANCES, (nth + 1) * INSTANCES);
      const volumeIds = instances.flatMap((instance) => instance.volumeIds);
      for (const id of volumeIds) await aws.tag(id, { group: name });
      return {
        name,
        instances,
        volumeIds,
        foreign: await aws.snapshot(volumeIds[0] ?? '', { owner: 'else' }),
      };
    }),
  );
}

function rotateIn({ name }: Group, endpoint: string) {
  const what = ['--tag', `group=${name}`, '--consistency', 'stopped', '--keep-last', String(KEEP_LAST)];
  return startSnapshots(['rotate', ...what, '--json'], endpoint);
}

async function killAndResume(group: Group, moment: FatalMoment): Promise<Aftermath> {
  const before = await snapshotsOf(group);
  const fuse = await openWriteFuse(aws.endpoint, moment);
  const program = rotateIn(group, fuse.endpoint);
  void fuse.blown.then(() => program.kill('SIGKILL'));
  const { signal } = await program.ended;
  await fuse.close();
  const resumed = await resume(group, await runsIn(group, before));
  const { connections } = aws;
  const selection = { tags: [{ key: 'group', value: group.name }] };
  const report = await runRotate(connections, policy, { selection, consistency: 'stopped' });
  return {
    moment: `${moment.when} write ${moment.nth}, ${fuse.calls.at(-1)}`,
    group,
    killed: signal === 'SIGKILL',
    before,
    resumed,
    rotated: {
      code: rotateExitCode(report),
      runId: report.created.runId,
      snapshots: await snapshotsOf(group),
    },
  };
}

/** Resumes until there is nothing left to do, by what is known at the end of a crash: the ids of the runs that died. */
async function resume(group: Group, force: readonly string[]): Promise<Aftermath['resumed']> {
  const { connections } = aws;
  const failures: string[] = [];
  let rounds = 0;
  for (; rounds < 5; rounds += 1) {
    const plan = await resumePlanFor(connections, environment, { force });
    if (isClean(plan)) break;
    const items = await executeResume(connections, plan);
    failures.push(
      ...items.filter(({ outcome }) => outcome === 'failed').map(({ id, detail }) => `${id}: ${detail}`),
    );
  }
  const snapshots = await snapshotsOf(group);
  const leases = snapshots.flatMap(({ tags }) => leasesIn(tags));
  for await (const { tags } of describeVolumes(connections, { volumeIds: group.volumeIds }))
    leases.push(...leasesIn(tags));
  return {
    rounds,
    failures,
    snapshots,
    instances: await Promise.all(group.instances.map(({ id }) => markedState(connections, id))),
    leases: leases.map(({ runId }) => runId),
  };
}

/** Ids of the runs that left anything: in marks, in leases, on snapshots. */
async function runsIn(group: Group, before: readonly SnapshotRecord[]): Promise<string[]> {
  const known = new Set(before.map(({ id }) => id));
  const runIds = (await snapshotsOf(group))
    .filter(({ id }) => !known.has(id))
    .map(({ tags }) => tags[TAG.run] ?? '');
  for await (const { tags } of describeVolumes(aws.connections, { volumeIds: group.volumeIds }))
    runIds.push(...leasesIn(tags).map(({ runId }) => runId));
  return [...new Set(runIds)];
}

async function snapshotsOf({ volumeIds }: Group): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  for await (const snapshot of describeSnapshots(aws.connections, { volumeIds })) found.push(snapshot);
  return found.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
}

/** What is wrong, with the moment of each kill that shows it. */
function wrong(fault: (aftermath: Aftermath) => unknown): [moment: string, fault: unknown][] {
  return aftermaths
    .map((aftermath): [string, unknown] => [aftermath.moment, fault(aftermath)])
    .filter(([, found]) =>
      Array.isArray(found) ? found.length > 0 : found !== undefined && found !== false,
    );
}

const ofVolume = (snapshots: readonly SnapshotRecord[], volumeId: string): SnapshotRecord[] =>
  snapshots.filter((snapshot) => snapshot.volumeId === volumeId);
const ours = (snapshots: readonly SnapshotRecord[]): SnapshotRecord[] =>
  snapshots.filter(({ tags }) => tags[TAG.policy] !== undefined);
const added = (now: readonly SnapshotRecord[], before: readonly SnapshotRecord[]): SnapshotRecord[] =>
  now.filter(({ id }) => !before.some((old) => old.id === id));

describe('a stopped rotation that is killed at 20 seeded moments', () => {
  it('dies at each of them: from its first write to its last, before and after', () => {
    expect(aftermaths).toHaveLength(KILLS);
    expect(wrong(({ killed }) => !killed)).toEqual([]);
    const when = new Set(aftermaths.map(({ moment }) => moment.split(' ')[0]));
    expect([...when].sort()).toEqual(['after', 'before']);
    const kinds = new Set(aftermaths.map(({ moment }) => moment.split(' ').at(-1)));
    expect([...kinds].sort()).toEqual([...new Set(writes)].sort());
  });

  it('is put right by one resume; a second one finds nothing', () => {
    expect(wrong(({ resumed }) => resumed.failures)).toEqual([]);
    expect(wrong(({ resumed }) => resumed.rounds > 1)).toEqual([]);
    expect(aftermaths.filter(({ resumed }) => resumed.rounds === 1).length).toBeGreaterThan(KILLS / 2);
  });

  it('leaves every instance running then, without marks, and no lease', () => {
    const ill = ({ resumed }: Aftermath) =>
      resumed.instances.filter(([state, marks]) => state !== 'running' || marks.length > 0);
    expect(wrong(ill)).toEqual([]);
    expect(wrong(({ resumed }) => resumed.leases)).toEqual([]);
  });

  it('has made no more than one snapshot of each volume, and each carries its device', () => {
    const made = ({ resumed, before }: Aftermath) => added(resumed.snapshots, before);
    expect(wrong((it) => it.group.volumeIds.filter((id) => ofVolume(made(it), id).length > 1))).toEqual([]);
    expect(wrong((it) => made(it).filter(({ tags }) => tags[TAG.device] === undefined))).toEqual([]);
  });

  it('has removed nothing but the oldest of volumes that have a new completed one', () => {
    const lost = ({ group, before, resumed }: Aftermath) =>
      group.volumeIds.flatMap((volumeId) => {
        const [oldest] = ours(ofVolume(before, volumeId));
        const fresh = added(ofVolume(resumed.snapshots, volumeId), before);
        const mayGo = fresh.some(({ state }) => state === 'completed') ? [oldest?.id] : [];
        return added(ofVolume(before, volumeId), resumed.snapshots).filter(({ id }) => !mayGo.includes(id));
      });
    expect(wrong(lost)).toEqual([]);
  });

  it('is followed by one that ends well: one new snapshot per volume, two kept, the foreign one there', () => {
    expect(wrong(({ rotated }) => (rotated.code === 0 ? undefined : rotated.code))).toEqual([]);
    const odd = ({ group, rotated }: Aftermath) =>
      group.volumeIds.filter((volumeId) => {
        const kept = ours(ofVolume(rotated.snapshots, volumeId));
        const fresh = kept.filter(({ tags }) => tags[TAG.run] === rotated.runId);
        return kept.length !== KEEP_LAST || fresh.length !== 1;
      });
    expect(wrong(odd)).toEqual([]);
    expect(wrong(({ group, rotated }) => !rotated.snapshots.some(({ id }) => id === group.foreign))).toEqual(
      [],
    );
  });

  it('leaves nothing to resume anywhere, not even by force', async () => {
    expect(isClean(await resumePlanFor(aws.connections, environment, { force: 'all' }))).toBe(true);
  });
});
