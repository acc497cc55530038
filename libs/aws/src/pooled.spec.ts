import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { type Outcome, pooled } from './index';

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

async function* count(to: number, drawn = { items: 0 }): AsyncGenerator<number> {
  for (let item = 0; item < to; item += 1) {
    drawn.items += 1;
    yield item;
  }
}

describe('pooled', () => {
  it('does each item once, never more at a time than it may, and yields each outcome', async () => {
    const delays = fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 8 }), async (items, concurrency) => {
        let running = 0;
        let most = 0;
        const outcomes = await collect(
          pooled(items, concurrency, async ([turns, fails]) => {
            running += 1;
            most = Math.max(most, running);
            for (let waited = 0; waited < turns; waited += 1) await turn();
            running -= 1;
            if (fails) throw new Error('failed');
            return turns;
          }),
        );
        expect(most).toBeLessThanOrEqual(concurrency);
        expect(outcomes).toHaveLength(items.length);
        expect(new Set(outcomes.map(({ item }) => item))).toEqual(new Set(items));
        for (const { item, ok } of outcomes) expect(ok).toBe(!item[1]);
      }),
      { numRuns: 60 },
    );
  });

  it('draws items only when a worker is free and holds few outcomes, so that memory stays flat', async () => {
    const drawn = { items: 0 };
    let read = 0;
    let most = 0;
    for await (const outcome of pooled(count(100_000, drawn), 20, async (item) => item)) {
      read += outcome.ok ? 1 : 0;
      most = Math.max(most, drawn.items - read);
    }
    expect(read).toBe(100_000);
    expect(most).toBeLessThanOrEqual(60);
  }, 30_000);

  it('slows the workers down to the pace of a slow reader', async () => {
    const drawn = { items: 0 };
    let read = 0;
    for await (const { ok } of pooled(count(500, drawn), 5, async (item) => item)) {
      await turn();
      read += ok ? 1 : 0;
      expect(drawn.items - read).toBeLessThanOrEqual(15);
    }
    expect(read).toBe(500);
  });

  it('goes on when an item fails, and says why it failed', async () => {
    const work = async (item: number): Promise<number> => {
      if (item === 1) throw new Error('no such volume');
      return item * 10;
    };
    expect(await collect(pooled([0, 1, 2], 1, work))).toEqual([
      { item: 0, ok: true, value: 0 },
      { item: 1, ok: false, error: new Error('no such volume') },
      { item: 2, ok: true, value: 20 },
    ]);
  });

  it('starts nothing more once it is aborted, yields what was at work, and throws the reason', async () => {
    const abort = new AbortController();
    const outcomes: Outcome<number, number>[] = [];
    const run = async (): Promise<void> => {
      const work = async (item: number): Promise<number> => {
        if (item === 5) abort.abort(new Error('SIGTERM'));
        await turn();
        return item;
      };
      for await (const outcome of pooled(count(1000), 3, work, abort.signal)) outcomes.push(outcome);
    };
    await expect(run()).rejects.toThrow('SIGTERM');
    expect(outcomes.map(({ item }) => item)).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5]));
    expect(outcomes.length).toBeLessThan(10);
  });

  it('hands the signal on to the work', async () => {
    const { signal } = new AbortController();
    const [outcome] = await collect(pooled([1], 1, async (_, handed) => handed, signal));
    expect(outcome).toMatchObject({ ok: true, value: signal });
  });

  it('waits for those at work and closes the source when the reader leaves', async () => {
    let atWork = 0;
    let closed = false;
    async function* source(): AsyncGenerator<number> {
      try {
        yield* count(1000);
      } finally {
        closed = true;
      }
    }
    const work = async (item: number): Promise<number> => {
      atWork += 1;
      for (let waited = 0; waited < item; waited += 1) await turn();
      atWork -= 1;
      return item;
    };
    for await (const { item } of pooled(source(), 4, work)) if (item === 1) break;
    expect([atWork, closed]).toEqual([0, true]);
  });

  it('fails when the source fails, after the outcomes of what it gave', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield* count(3);
      throw new Error('page 2 cannot be read');
    }
    const outcomes: number[] = [];
    const run = async (): Promise<void> => {
      for await (const { item } of pooled(broken(), 2, async (given) => given)) outcomes.push(item);
    };
    await expect(run()).rejects.toThrow('page 2 cannot be read');
    expect(outcomes.sort()).toEqual([0, 1, 2]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %p workers', async (concurrency) => {
    await expect(collect(pooled([1], concurrency, async () => 1))).rejects.toThrow(
      `concurrency is ${concurrency}`,
    );
  });
});
