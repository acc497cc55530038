import { setTimeout as sleep } from 'node:timers/promises';
import { sumAtOnce } from './sum-at-once';

it('counts every item, also those that end while another is at work, and never works on more at once', async () => {
  let atWork = 0;
  let most = 0;
  const sum = await sumAtOnce([30, 5, 5, 20, 1], 2, async (ms) => {
    most = Math.max(most, (atWork += 1));
    await sleep(ms);
    atWork -= 1;
    return { passed: ms, failed: 1 };
  });
  expect(sum).toEqual({ passed: 61, failed: 5 });
  expect(most).toBe(2);
});

it('is nothing for no items, and fails when one could not be worked on', async () => {
  expect(await sumAtOnce([], 2, () => Promise.reject(new Error('never')))).toEqual({ passed: 0, failed: 0 });
  await expect(sumAtOnce([1], 2, () => Promise.reject(new Error('no jest')))).rejects.toThrow('no jest');
});
