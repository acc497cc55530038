import { pooled } from '@strata/aws';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { type RestoreScene, restoreScene, tornBy } from '../testing/restore-scene';
import { type FatalCall, killArchiveAt, runArchive } from '../testing/run-archive';
import { seededNth } from '../testing/seeded';

/** Programs at once: each starts up for longer than it works. */
const AT_ONCE = 3;
const COPIES = 8;
const REMOVALS = 2;

/** Calls that are fatal, and when the program dies at one. The first object that is put is the journal, the second what became of the keys. */
const MOMENTS: readonly (readonly [call: string, nth: number, when: FatalCall['when']])[] = [
  ['PUT object', 1, 'before'],
  ['PUT object', 1, 'after'],
  ['COPY object', seededNth('restore before', COPIES), 'before'],
  ['COPY object', seededNth('restore after', COPIES), 'after'],
  ['POST bucket ?delete', seededNth('restore removal', REMOVALS), 'after'],
  ['PUT object', 2, 'before'],
];

/** What a killed restore left. */
interface Killed {
  readonly moment: string;
  readonly signal: NodeJS.Signals | number;
  readonly scene: RestoreScene;
  readonly torn: readonly string[];
  readonly isUntouched: boolean;
  readonly runs: readonly string[];
}

let aws: LiveS3;
let all: readonly Killed[];
beforeAll(async () => {
  aws = await startLiveS3();
  const found: Killed[] = [];
  const kill = async ([call, nth, when]: (typeof MOMENTS)[number]): Promise<Killed> => {
    const scene = await restoreScene(aws, COPIES);
    const signal = await killArchiveAt(scene.args, aws.endpoint, { call, nth, when });
    const tree = await scene.bucket.tree();
    return {
      moment: `${when} ${call} ${nth}`,
      signal,
      scene,
      torn: tornBy(scene, tree),
      isUntouched: isSame(tree, scene.now),
      runs: await scene.runs(),
    };
  };
  for await (const outcome of pooled(MOMENTS, AT_ONCE, kill)) {
    if (!outcome.ok) throw outcome.error;
    found.push(outcome.value);
  }
  all = found;
});
afterAll(() => aws?.stop());

const isSame = (one: object, other: object) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

describe('a restore in place that is killed', () => {
  it('dies at each moment, and tears nothing', () => {
    expect(all).toHaveLength(MOMENTS.length);
    expect(all.filter(({ signal }) => signal !== 'SIGKILL').map(({ moment }) => moment)).toEqual([]);
    expect(all.filter(({ torn }) => torn.length > 0).map(({ moment, torn }) => [moment, torn])).toEqual([]);
  });

  it('has done nothing as long as there is no journal', () => {
    const early = all.filter(({ runs }) => runs.length === 0);
    expect(early.map(({ moment, isUntouched }) => [moment, isUntouched])).toEqual([
      ['before PUT object 1', true],
    ]);
    expect(all.some(({ isUntouched }) => !isUntouched)).toBe(true);
  });

  it('is brought to its end by one resume, and undone after that', async () => {
    const journalled = all.filter(({ runs }) => runs.length > 0);
    expect(journalled).toHaveLength(MOMENTS.length - 1);
    for (const { moment, scene, runs } of journalled) {
      const [runId = ''] = runs;
      const resumed = await scene.resume(runId);
      expect([moment, resumed.code, resumed.stderr]).toEqual([moment, 0, '']);
      expect([moment, await scene.bucket.tree()]).toEqual([moment, scene.then]);
      expect([moment, (await scene.undo(runId)).code]).toEqual([moment, 0]);
      expect([moment, await scene.bucket.tree()]).toEqual([moment, scene.now]);
    }
  });

  it('is undone as well without a resume: what it has not come to is as it was', async () => {
    const scene = await restoreScene(aws, COPIES);
    const moment = { call: 'COPY object', nth: seededNth('restore undone', COPIES), when: 'after' } as const;
    expect(await killArchiveAt(scene.args, aws.endpoint, moment)).toBe('SIGKILL');
    expect(await scene.bucket.tree()).not.toEqual(scene.now);
    const [runId = ''] = await scene.runs();
    expect((await scene.undo(runId)).code).toBe(0);
    expect(await scene.bucket.tree()).toEqual(scene.now);
  });
});

describe('in a bucket with SSE-KMS, where no ETag tells of the content, a restore in place that is killed', () => {
  const moment = { call: 'COPY object', nth: seededNth('restore encrypted', COPIES), when: 'after' } as const;
  const killed = async () => {
    const scene = await restoreScene(aws, COPIES, true);
    expect(await killArchiveAt(scene.args, aws.endpoint, moment)).toBe('SIGKILL');
    expect(await scene.bucket.tree()).not.toEqual(scene.now);
    const [runId = ''] = await scene.runs();
    return { scene, runId };
  };

  it('is brought to its end by one resume: what it had copied is known by its checksum', async () => {
    const { scene, runId } = await killed();
    expect(await scene.resume(runId)).toMatchObject({ code: 0, stderr: '' });
    expect(await scene.bucket.tree()).toEqual(scene.then);
    expect((await scene.undo(runId)).code).toBe(0);
    expect(await scene.bucket.tree()).toEqual(scene.now);
  });

  it('is undone without a resume', async () => {
    const { scene, runId } = await killed();
    expect((await scene.undo(runId)).code).toBe(0);
    expect(await scene.bucket.tree()).toEqual(scene.now);
  });

  it('copies over nothing that somebody has changed since', async () => {
    const { scene, runId } = await killed();
    const [key = ''] = Object.keys(scene.then);
    await scene.bucket.put(key, 'x'.repeat(Buffer.byteLength(scene.then[key] ?? '')));
    const resumed = await scene.resume(runId);
    expect(resumed).toMatchObject({ code: 1, stdout: expect.stringContaining('changed since the restore') });
    expect((await scene.bucket.tree())[key]).toMatch(/^x+$/);
  });
});

it('a restore to another bucket is repeated under SSE-KMS: what is there already is known by its checksum', async () => {
  const scene = await restoreScene(aws, 3, true);
  const other = await aws.bucket();
  const [command = '', place = '', ...at] = scene.args.slice(0, 4);
  const args = [command, place, ...at, '--to', `s3://${other.name}/`];
  for (const round of ['first', 'again']) {
    const ran = await runArchive(args, aws.endpoint);
    expect([round, ran.code, ran.stderr]).toEqual([round, 0, '']);
    expect(await other.tree()).toEqual(scene.then);
  }
  await other.put('same', 'SAME');
  const refused = await runArchive(args, aws.endpoint);
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('exists and differs') });
  expect((await other.tree())['same']).toBe('SAME');
});
