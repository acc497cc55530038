import { createHash } from 'node:crypto';
import { pooled } from '@strata/aws';
import type { FatalMoment } from '@strata/testing/programs';
import type { SnapshotRecord } from '../model';
import { isClean, resumePlanFor } from '../resume/run-resume';
import { TAG } from '../tags';
import { openWriteFuse } from '../testing/fuse';
import {
  type Aftermath,
  type Group,
  KEEP_LAST,
  killAndResume,
  makeGroups,
  rotateIn,
  type Scene,
  sceneIn,
} from '../testing/killed-rotations';
import { type LiveAws, startLiveAws } from '../testing/live-aws';

const KILLS = 20;
const SEED = 1;
/** Groups at once: each waits more than it works. */
const AT_ONCE = 5;

let aws: LiveAws;
let scene: Scene;
let writes: readonly string[];
let aftermaths: readonly Aftermath[];

beforeAll(async () => {
  aws = await startLiveAws();
  scene = sceneIn(aws);
  const [spared, ...doomed] = await makeGroups(scene, KILLS + 1);
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
    if (moment !== undefined) found.set(nth, await killAndResume(scene, group, moment));
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
    expect(isClean(await resumePlanFor(aws.connections, scene.environment, { force: 'all' }))).toBe(true);
  });
});
