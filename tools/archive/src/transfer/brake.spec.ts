import { pooled } from '@strata/aws';
import { Brake } from './brake';

const expired = () => Object.assign(new Error('It has expired.'), { name: 'ExpiredToken', $fault: 'client' });

async function run(failing: (item: number) => Error | undefined) {
  const brake = new Brake();
  const begun: number[] = [];
  const work = (item: number) =>
    brake.watching(async () => {
      begun.push(item);
      await Promise.resolve();
      const error = failing(item);
      if (error !== undefined) throw error;
    });
  const ended: number[] = [];
  for await (const { item } of pooled(brake.until(Array.from({ length: 100 }, (_, nth) => nth)), 4, work))
    ended.push(item);
  return { begun, ended, reason: brake.reason };
}

it('begins no more after a failure that meets all, and still tells what became of those under way', async () => {
  const { begun, ended, reason } = await run((item) => (item >= 10 ? expired() : undefined));
  expect(reason).toBe('It has expired');
  expect(begun.length).toBeGreaterThan(10);
  expect(begun.length).toBeLessThanOrEqual(14);
  expect(ended.sort()).toEqual(begun.sort());
});

it("lets the others go on after a failure of an item's own", async () => {
  const { begun, reason } = await run((item) => (item === 10 ? new Error('odd') : undefined));
  expect([begun.length, reason]).toEqual([100, undefined]);
});
