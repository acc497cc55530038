import { setTimeout as delay } from 'node:timers/promises';
import { mappedInOrder } from './mapped-in-order';
import { collected } from '../testing/versions';

async function* counted(to: number): AsyncGenerator<number> {
  for (let at = 0; at < to; at += 1) yield at;
}

it('keeps the order though some take longer, with no more under way than it may', async () => {
  let underWay = 0;
  let most = 0;
  const map = (item: number): number | Promise<number> => {
    if (item % 3 === 0) return item;
    most = Math.max(most, (underWay += 1));
    return delay(item % 2 === 0 ? 4 : 1).then(() => {
      underWay -= 1;
      return item;
    });
  };
  expect(await collected(mappedInOrder(counted(50), 4, map))).toEqual([...Array(50).keys()]);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
});

it('fails when one fails, after what comes before it, and leaves none under way', async () => {
  let ended = 0;
  const seen: number[] = [];
  const map = async (item: number) => {
    // The second fails while the first is still waited for.
    await delay(item === 1 ? 0 : 5).finally(() => (ended += 1));
    if (item === 1) throw new Error('no');
    return item;
  };
  const all = async () => {
    for await (const each of mappedInOrder(counted(3), 3, map)) seen.push(each);
  };
  await expect(all()).rejects.toThrow('no');
  expect([seen, ended]).toEqual([[0], 3]);
});
