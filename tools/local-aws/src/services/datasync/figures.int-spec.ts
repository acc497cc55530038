import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { chmod, link, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';
import { put } from './int-files';
import type { Fixture } from './int-fixture';
import { logOf, makeFixture, makeLoggedTask, makeTask, objectOf, runTask } from './int-fixture';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let harness: IntHarness;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
});
afterAll(() => harness.stop());

const at = (fixture: Fixture, path: string): string => join(fixture.root, path);

/** What a run did to files, as an operator counts. */
interface Figures {
  readonly transferred: number;
  readonly deleted?: number;
  readonly skipped: number;
  readonly bytes: number;
}

interface Change {
  readonly what: string;
  readonly make: (fixture: Fixture) => Promise<unknown>;
  readonly preserve: Figures;
  /** The newest objects after a run that keeps what was deleted, folders left out. */
  readonly kept: readonly string[];
  readonly remove: Figures;
  readonly mirrored: readonly string[];
}

const BOTH = ['a.txt', 'docs/b.txt'];

/** Each after a first run over `a.txt` (5 bytes) and `docs/b.txt` (10 bytes). */
const CHANGES: readonly Change[] = [
  {
    what: 'nothing changed',
    make: async () => undefined,
    preserve: { transferred: 0, skipped: 2, bytes: 0 },
    kept: BOTH,
    remove: { transferred: 0, deleted: 0, skipped: 2, bytes: 0 },
    mirrored: BOTH,
  },
  {
    what: 'one changed',
    make: (fixture) => put(fixture, 'a.txt', 'changed'),
    preserve: { transferred: 1, skipped: 1, bytes: 7 },
    kept: BOTH,
    remove: { transferred: 1, deleted: 0, skipped: 1, bytes: 7 },
    mirrored: BOTH,
  },
  {
    what: 'one changed, of the same size',
    make: async (fixture) => {
      await put(fixture, 'a.txt', 'A.TXT');
      await utimes(at(fixture, 'a.txt'), 1, 1);
    },
    preserve: { transferred: 1, skipped: 1, bytes: 5 },
    kept: BOTH,
    remove: { transferred: 1, deleted: 0, skipped: 1, bytes: 5 },
    mirrored: BOTH,
  },
  {
    what: 'one added',
    make: (fixture) => put(fixture, 'docs/c.txt', 'new'),
    preserve: { transferred: 1, skipped: 2, bytes: 3 },
    kept: [...BOTH, 'docs/c.txt'],
    remove: { transferred: 1, deleted: 0, skipped: 2, bytes: 3 },
    mirrored: [...BOTH, 'docs/c.txt'],
  },
  {
    what: 'one deleted',
    make: (fixture) => rm(at(fixture, 'docs/b.txt')),
    preserve: { transferred: 0, skipped: 1, bytes: 0 },
    kept: BOTH,
    remove: { transferred: 0, deleted: 1, skipped: 1, bytes: 0 },
    mirrored: ['a.txt'],
  },
  {
    what: 'one renamed',
    make: (fixture) => rename(at(fixture, 'a.txt'), at(fixture, 'z.txt')),
    preserve: { transferred: 1, skipped: 1, bytes: 5 },
    kept: [...BOTH, 'z.txt'],
    remove: { transferred: 1, deleted: 1, skipped: 1, bytes: 5 },
    mirrored: ['docs/b.txt', 'z.txt'],
  },
  {
    what: 'only the permissions of one changed',
    make: (fixture) => chmod(at(fixture, 'a.txt'), 0o600),
    preserve: { transferred: 1, skipped: 1, bytes: 5 },
    kept: BOTH,
    remove: { transferred: 1, deleted: 0, skipped: 1, bytes: 5 },
    mirrored: BOTH,
  },
  {
    what: 'only the modification time of one changed',
    make: (fixture) => utimes(at(fixture, 'a.txt'), 1_600_000_000, 1_600_000_000),
    preserve: { transferred: 1, skipped: 1, bytes: 5 },
    kept: BOTH,
    remove: { transferred: 1, deleted: 0, skipped: 1, bytes: 5 },
    mirrored: BOTH,
  },
  {
    what: 'one emptied, and one of 0 bytes added',
    make: async (fixture) => {
      await truncate(at(fixture, 'a.txt'));
      await put(fixture, 'empty', '');
    },
    preserve: { transferred: 2, skipped: 1, bytes: 0 },
    kept: [...BOTH, 'empty'],
    remove: { transferred: 2, deleted: 0, skipped: 1, bytes: 0 },
    mirrored: [...BOTH, 'empty'],
  },
];

describe.each(CHANGES)('when $what, a second run', ({ make, preserve, kept, remove, mirrored }) => {
  it.each([
    ['PRESERVE', preserve, kept],
    ['REMOVE', remove, mirrored],
  ] as const)('with %s does that and no more, and a third does nothing', async (mode, figures, objects) => {
    const fixture = await makeFixture(harness);
    await put(fixture, 'a.txt');
    await put(fixture, 'docs/b.txt');
    const task = await makeTask(fixture, { Options: { PreserveDeletedFiles: mode } });
    expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 2 });
    await make(fixture);
    const { transferred, deleted = 0, skipped, bytes } = figures;
    expect(await runTask(fixture, task)).toMatchObject({
      Status: 'SUCCESS',
      FilesTransferred: transferred,
      FilesVerified: transferred,
      FilesDeleted: deleted,
      FilesSkipped: skipped,
      BytesTransferred: bytes,
      BytesWritten: bytes,
    });
    expect(await newest(fixture)).toEqual(objects);
    expect(await runTask(fixture, task)).toMatchObject({
      Status: 'SUCCESS',
      FilesTransferred: 0,
      FilesDeleted: 0,
      BytesTransferred: 0,
    });
    expect(await newest(fixture)).toEqual(objects);
  });
});

/** Keys that a listing shows, without folders. */
async function newest(fixture: Fixture): Promise<string[]> {
  const { Versions = [] } = await fixture.s3.send(new ListObjectVersionsCommand({ Bucket: fixture.bucket }));
  const shown = Versions.filter(({ IsLatest, Key }) => IsLatest && !Key?.endsWith('/'));
  return shown.map(({ Key = '' }) => Key).sort();
}

it('copies odd names as they are, and names the one that cannot be a key here', async () => {
  const fixture = await makeFixture(harness);
  const names = [
    'x'.repeat(255),
    'ä composed',
    'a\u0308 decomposed',
    '..dots',
    'trailing space ',
    'tab\tand bell\u0007',
    '-rf *',
    '%2e%2e%2f',
    '日本語/سلام/🗄.txt',
  ];
  for (const name of names) await put(fixture, name, Buffer.from(name));
  await writeFile(at(fixture, 'line\nbreak'), 'x');
  const task = await makeLoggedTask(harness, fixture);
  const first = await runTask(fixture, task);
  expect(first).toMatchObject({
    Status: 'ERROR',
    FilesTransferred: names.length,
    Result: { ErrorCode: 'PartialTransfer' },
  });
  expect(await logOf(harness, fixture, first)).toContainEqual(
    expect.stringMatching(/^\[ERROR\] Failed to transfer file \/line\nbreak: /),
  );
  for (const name of names) expect((await objectOf(fixture, name)).content.toString()).toBe(name);
  await rm(at(fixture, 'line\nbreak'));
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 0 });
});

it('copies each hard link as a file, and symbolic links as such wherever they lead', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'file');
  await mkdir(at(fixture, 'folder'));
  await link(at(fixture, 'file'), at(fixture, 'hard'));
  const targets = {
    dangling: 'nowhere',
    loop: 'loop',
    'to-file': 'file',
    'to-folder': 'folder',
    'to-root': '/',
  };
  for (const [name, target] of Object.entries(targets)) await symlink(target, at(fixture, name));
  const task = await makeTask(fixture);
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 7 });
  for (const [name, target] of Object.entries(targets)) {
    const { content, Metadata } = await objectOf(fixture, name);
    expect([content.toString(), Metadata?.['file-permissions']]).toEqual([target, '0120777']);
  }
  expect((await objectOf(fixture, 'hard')).content.toString()).toBe('file');
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 0 });
});

it('copies more files than a page of a listing holds, and then none', async () => {
  const fixture = await makeFixture(harness);
  const count = 1500;
  for (let folder = 0; folder < 15; folder += 1) await mkdir(at(fixture, `d${folder}`));
  const files = Array.from({ length: count }, (_, index) => `d${index % 15}/f${index}`);
  await Promise.all(files.map((path) => writeFile(at(fixture, path), path)));
  const task = await makeTask(fixture);
  expect(await runTask(fixture, task)).toMatchObject({
    Status: 'SUCCESS',
    FilesTransferred: count,
    FilesVerified: count,
    BytesTransferred: files.join('').length,
  });
  expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 0, FilesSkipped: count });
});
