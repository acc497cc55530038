import { add, type TestCounts } from './test-summary';

/** Does work on items, so many at a time, and adds up what each counted. @throws what `work` throws */
export async function sumAtOnce<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<TestCounts>,
): Promise<TestCounts> {
  const waiting = [...items];
  let sum: TestCounts = { passed: 0, failed: 0 };
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      // First the wait, then the sum: the other workers add to it meanwhile.
      const counts = await work(next);
      sum = add(sum, counts);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return sum;
}
