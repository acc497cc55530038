import { readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spool } from './spool';

const spooled = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('strata-plan-'));

it.each([0, 1, 3, 10, 5000])('gives %d items back in order, twice', async (count) => {
  const spool = new Spool<{ nth: number; text: string }>(3);
  const items = Array.from({ length: count }, (_, nth) => ({ nth, text: 'line\nü\u2028 '.repeat(20) }));
  for (const item of items) await spool.add(item);
  expect(spool.count).toBe(count);
  for (let turn = 0; turn < 2; turn += 1) {
    const found = [];
    for await (const item of spool.read()) found.push(item);
    expect(found).toEqual(items);
  }
  await spool.close();
});

it.each<[string, (file: string) => Promise<void>]>([
  ['is gone', (file) => rm(file)],
  ['is cut short', (file) => truncate(file, 4)],
])('fails, and does not end early, when its file %s', async (_, harm) => {
  const before = await spooled();
  const spool = new Spool<number>(1);
  for (let nth = 100; nth < 109; nth += 1) await spool.add(nth);
  await spool.seal();
  const [folder = ''] = (await spooled()).filter((name) => !before.includes(name));
  await harm(join(tmpdir(), folder, 'items.jsonl'));
  const readAll = async () => {
    for await (const item of spool.read()) expect(item).toBeGreaterThanOrEqual(100);
  };
  await expect(readAll()).rejects.toThrow(/ENOENT|was changed: 9 items were written, 2 read/);
  await spool.close();
});

it('leaves no file behind', async () => {
  const before = await spooled();
  const spool = new Spool<number>(1);
  for (let nth = 0; nth < 9; nth += 1) await spool.add(nth);
  for await (const item of spool.read()) expect(item).toBe(0 + item);
  expect((await spooled()).length).toBeGreaterThan(before.length);
  await spool.close();
  expect(await spooled()).toEqual(before);
});
