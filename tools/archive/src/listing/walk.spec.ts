import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { createFilter } from '../filter/filter';
import { byUtf8 } from '../keys';
import { withBytesShown } from './directory';
import type { Listed, SkippedEntry } from './listed';
import { walk, type WalkOptions } from './walk';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'strata-walk-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function make(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
}

async function walked(options: WalkOptions = {}): Promise<(Listed | SkippedEntry)[]> {
  const entries: (Listed | SkippedEntry)[] = [];
  for await (const batch of walk(root, options)) entries.push(...batch);
  return entries;
}

const shown = (entries: readonly (Listed | SkippedEntry)[]) =>
  entries.map(
    (entry) => `${entry.kind} ${entry.path}${entry.kind === 'skipped' && entry.isFault ? ' !' : ''}`,
  );

it('goes in the order of S3 keys: what has a dot before what has a slash', async () => {
  await make('a/b', 'a.b', 'a-b', 'a0', 'B', 'ü', '\u{1F600}', '\uE000');
  expect((await walked()).map(({ path }) => path)).toEqual([
    'B',
    'a-b',
    'a.b',
    'a/b',
    'a0',
    'ü',
    '\uE000',
    '\u{1F600}',
  ]);
});

it('finds every file of any tree, in order', async () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-', '0'), minLength: 1, maxLength: 3 });
  const path = fc
    .array(
      name.filter((text) => !/^\.+$/.test(text)),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) => all.join('/'));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(path, { maxLength: 12 }), async (all) => {
      await rm(root, { recursive: true, force: true });
      await mkdir(root);
      const files = all.filter((file) => !all.some((other) => other.startsWith(`${file}/`)));
      await make(...files);
      expect((await walked()).map(({ path: found }) => found)).toEqual(files.sort(byUtf8));
    }),
    { numRuns: 30 },
  );
});

it('tells sizes and times in nanoseconds', async () => {
  await make('a/b');
  const [entry] = await walked();
  expect(entry).toMatchObject({ kind: 'file', size: 3 });
  expect(entry && 'mtimeNs' in entry && entry.mtimeNs > 1_600_000_000_000_000_000n).toBe(true);
});

describe('symbolic links', () => {
  beforeEach(async () => {
    await make('real/x', 'file');
    await symlink('file', join(root, 'l-file'));
    await symlink('real', join(root, 'l-dir'));
    await symlink('nowhere', join(root, 'l-broken'));
    await symlink('..', join(root, 'real/up'));
  });

  it.each<[NonNullable<WalkOptions['links']>, string[]]>([
    [
      'skip',
      ['file file', 'skipped l-broken', 'skipped l-dir', 'skipped l-file', 'skipped real/up', 'file real/x'],
    ],
    ['store', ['file file', 'link l-broken', 'link l-dir', 'link l-file', 'link real/up', 'file real/x']],
    [
      'follow',
      [
        'file file',
        'skipped l-broken !',
        'skipped l-dir/up/ !',
        'file l-dir/x',
        'file l-file',
        'skipped real/up/ !',
        'file real/x',
      ],
    ],
  ])('--links %s', async (links, entries) => {
    expect(shown(await walked({ links }))).toEqual(entries);
  });
});

it('tells of directories that hold nothing, and leaves out downloads under way', async () => {
  await make('a/.strata-partial-x', 'b');
  await mkdir(join(root, 'empty/deep'), { recursive: true });
  const empty: string[] = [];
  expect(shown(await walked({ onEmptyDirectory: (path) => empty.push(path) }))).toEqual(['file b']);
  expect(empty).toEqual(['empty/deep/']);
});

it('does not read what is pruned', async () => {
  await make('a/x', 'b/y');
  expect(shown(await walked({ isPruned: (path) => path === 'a/' }))).toEqual(['file b/y']);
});

describe('names that are not UTF-8', () => {
  const latin1 = (name: string) => Buffer.from(`${root}/${name}`, 'latin1');

  it('are told one by one, in order, and what is in their directories is not looked at', async () => {
    for (const name of ['Müller.txt', 'Möller.txt', 'Zoë', 'Zoë\xff']) await writeFile(latin1(name), 'x');
    await mkdir(latin1('Fotos für Zoë'));
    await writeFile(latin1('Fotos für Zoë/1.jpg'), 'x');
    await make('good-\uFFFD', 'M\uFFFDller.txt', 'M\\xFCller.txt', 'Nötig', '\u{1F600}');
    const entries = await walked();
    expect(entries.map(({ path }) => path)).toEqual(entries.map(({ path }) => path).sort(byUtf8));
    expect(new Set(entries.map(({ path }) => path)).size).toBe(entries.length);
    expect(shown(entries).map(withBytesShown).sort()).toEqual(
      [
        'file M\\xFCller.txt',
        'file M\uFFFDller.txt',
        'file Nötig',
        'file good-\uFFFD',
        'file \u{1F600}',
        'skipped Fotos f\\xFCr Zo\\xEB/ !',
        'skipped M\\xF6ller.txt !',
        'skipped M\\xFCller.txt !',
        'skipped Zo\\xEB !',
        'skipped Zo\\xEB\\xFF !',
      ].sort(),
    );
  });

  it('are left out where they are excluded', async () => {
    for (const name of ['Müller.txt', 'Zoë']) await writeFile(latin1(name), 'x');
    const filter = createFilter({ rules: [{ kind: 'exclude', pattern: 'M?ller.*' }] });
    const entries = await walked({ isPruned: (path) => filter.isPruned(path) });
    expect(shown(entries).map(withBytesShown)).toEqual(['skipped Zo\\xEB !']);
  });
});

it('fails when the root is not there, and stops when it is told to', async () => {
  await make('a');
  await expect(walked({ signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  await rm(root, { recursive: true });
  await expect(walked()).rejects.toThrow(/ENOENT/);
});

it('tells of a directory that cannot be read, here for its long path, which stops root too', async () => {
  await make('deep/x', 'other');
  const name = 'd'.repeat(250);
  const script = `cd "$1/deep"; for level in $(seq 20); do mkdir ${name}; cd ${name}; done; touch bottom`;
  execFileSync('bash', ['-c', script, 'bash', root]);
  const entries = await walked();
  execFileSync('rm', ['-rf', root]);
  expect(entries.map(({ kind }) => kind)).toEqual(['skipped', 'file', 'file']);
  expect(entries[0]).toMatchObject({ path: expect.stringMatching(/^deep\/(d{250}\/)+$/), isFault: true });
});
