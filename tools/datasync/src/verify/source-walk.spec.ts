import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filtersOf } from '../filters';
import { compareKeys, type SourceTrouble } from './item';
import { walkSource } from './source-walk';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'strata-walk-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

async function walked(includes: string[] = [], excludes: string[] = []) {
  const troubles: SourceTrouble[] = [];
  const keys: string[] = [];
  const filters = filtersOf(includes, excludes);
  for await (const { key } of walkSource({ root, filters, onTrouble: (trouble) => troubles.push(trouble) })) {
    keys.push(key);
  }
  return { keys, troubles };
}

it('goes in the order that the keys have in S3, links not followed', async () => {
  for (const folder of ['a', 'a/b', '＠', 'z']) await mkdir(join(root, folder));
  for (const file of ['a-b', 'a.b', 'a0', 'a/b/c', 'a/b-c', '😀', '＠/x', 'é'])
    await writeFile(join(root, file), '');
  await symlink('..', join(root, 'a', 'up'));
  const { keys } = await walked();
  expect(keys).toHaveLength(13);
  expect(keys).toEqual(keys.toSorted(compareKeys));
  expect(keys.slice(0, 3)).toEqual(['a-b', 'a.b', 'a/']);
});

it('enters only folders in which something may be selected', async () => {
  for (const folder of ['.strata', 'docs', 'docs/in', 'other']) await mkdir(join(root, folder));
  for (const file of ['.strata/beat', 'docs/in/a', 'docs/b', 'other/c'])
    await writeFile(join(root, file), '');
  expect((await walked(['/docs/in'])).keys).toEqual(['docs/in/', 'docs/in/a']);
  expect((await walked([], ['/.strata', '/docs'])).keys).toEqual(['other/', 'other/c']);
});

it('tells of what cannot be archived, and goes on', async () => {
  const socket = createServer().listen(join(root, 'socket'));
  await writeFile(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0x80])]), '');
  await writeFile(join(root, 'good'), '');
  const { keys, troubles } = await walked();
  socket.close();
  expect(keys).toEqual(['good']);
  expect(troubles.map(({ key, trouble }) => [key, trouble])).toEqual([
    ['bad-\ufffd', 'unreadable'],
    ['socket', 'special'],
  ]);
});

it('tells of a root that cannot be listed', async () => {
  await rm(root, { recursive: true });
  expect((await walked()).troubles).toMatchObject([{ key: '', trouble: 'unlisted' }]);
});
