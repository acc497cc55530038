import { pooled } from '@strata/aws';
import { readUnfinishedUploads } from '../gateway/unfinished-uploads';
import { type LiveS3, startLiveS3 } from '../testing/live-s3';
import { type FatalCall, killArchiveAt, runArchive } from '../testing/run-archive';
import { seededNth } from '../testing/seeded';
import { damageOf, type Direction, syncScene } from '../testing/sync-scene';

/** Programs at once: each starts up for longer than it works. */
const AT_ONCE = 3;
const UPDATES = 6;

/** Calls that are fatal, how many of them there are in a run, and when the program dies at one: one row per kill. */
const MOMENTS: Readonly<Record<Direction, readonly (readonly [string, number, FatalCall['when']])[]>> = {
  up: [
    ['PUT object', UPDATES + 1, 'before'],
    ['PUT object', UPDATES + 1, 'midway'],
    ['PUT object', UPDATES + 1, 'after'],
    ['POST object ?uploads', 1, 'before'],
    ['POST object ?uploads', 1, 'after'],
    ['PUT object ?partNumber', 2, 'before'],
    ['PUT object ?partNumber', 2, 'midway'],
    ['PUT object ?partNumber', 2, 'after'],
    ['POST object ?uploadId', 1, 'before'],
    ['POST object ?uploadId', 1, 'after'],
    ['POST bucket ?delete', 1, 'before'],
    ['POST bucket ?delete', 1, 'after'],
  ],
  down: [
    ['GET object', UPDATES + 2, 'before'],
    ['GET object', UPDATES + 2, 'after'],
    ['GET object large.bin', 1, 'midway'],
    ['GET object large.bin', 1, 'after'],
    ['HEAD object', 3, 'before'],
    ['HEAD object', 3, 'after'],
  ],
  across: [
    ['COPY object', UPDATES + 2, 'before'],
    ['COPY object', UPDATES + 2, 'after'],
    ['POST bucket ?delete', 1, 'before'],
    ['POST bucket ?delete', 1, 'after'],
  ],
};

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

/** What a killed sync left, and what became of it. */
interface Aftermath {
  readonly moment: string;
  readonly signal: NodeJS.Signals | number;
  readonly damage: readonly string[];
  /** Whether a download was broken off in the middle of a file. */
  readonly hasPartial: boolean;
  readonly next: { readonly code: number; readonly isWhole: boolean; readonly unfinishedBytes: number };
  readonly oneMore: string;
}

async function aftermathsOf(direction: Direction): Promise<Aftermath[]> {
  const killed = pooled(MOMENTS[direction], AT_ONCE, async ([call, count, when]) => {
    const scene = await syncScene(aws, direction, { updates: UPDATES });
    const nth = seededNth(`${direction} ${call} ${when}`, count);
    const signal = await killArchiveAt(scene.args, aws.endpoint, { call, nth, when });
    return { scene, signal, moment: `${when} ${call} ${nth}` };
  });
  const found: Aftermath[] = [];
  for await (const outcome of killed) {
    if (!outcome.ok) throw outcome.error;
    const { scene, ...facts } = outcome.value;
    const damage = damageOf(scene, await scene.destination());
    const hasPartial = await scene.hasPartial();
    const { code } = await runArchive(scene.args, aws.endpoint);
    const isWhole = JSON.stringify(sorted(await scene.destination())) === JSON.stringify(sorted(scene.after));
    // An upload that has no part yet is left to the bucket's lifecycle: it costs nothing, and may be another run's.
    const { bytes: unfinishedBytes } = await readUnfinishedUploads(aws.connections, scene.bucket);
    const { stdout: oneMore } = await runArchive([...scene.args, '--dry-run'], aws.endpoint);
    found.push({ ...facts, damage, hasPartial, next: { code, isWhole, unfinishedBytes }, oneMore });
  }
  return found;
}

const sorted = (tree: Readonly<Record<string, string>>) => Object.entries(tree).sort();

describe.each<Direction>(['up', 'down', 'across'])('a sync %s that is killed', (direction) => {
  let aftermaths: readonly Aftermath[];
  beforeAll(async () => {
    aftermaths = await aftermathsOf(direction);
  });
  /** What is wrong, with the moment of each kill that shows it. */
  const wrong = (fault: (aftermath: Aftermath) => unknown) =>
    aftermaths.map((each) => [each.moment, fault(each)]).filter(([, found]) => found);

  it('dies at each moment', () => {
    expect(aftermaths).toHaveLength(MOMENTS[direction].length);
    expect(wrong(({ signal }) => signal !== 'SIGKILL' && signal)).toEqual([]);
  });

  it('leaves each content whole, and has deleted nothing before all else was through', () => {
    expect(wrong(({ damage }) => damage.length > 0 && damage)).toEqual([]);
  });

  it('is made good by the next run, which takes up the upload in parts where there is one', () => {
    const next = { code: 0, isWhole: true, unfinishedBytes: 0 };
    expect(aftermaths.map((each) => [each.moment, each.next])).toEqual(
      aftermaths.map(({ moment }) => [moment, next]),
    );
    const quiet = new RegExp(`^Plan: ${UPDATES + 2} unchanged\\.\n`);
    expect(wrong(({ oneMore }) => !quiet.test(oneMore) && oneMore)).toEqual([]);
  });

  if (direction === 'down') {
    it('was in the middle of a file at least once', () => {
      expect(wrong(({ hasPartial }) => hasPartial)).not.toEqual([]);
    });
  }
});
