import * as fc from 'fast-check';
import { type BlockChange, BlockHistory } from './block-history';
import { freedBlocks, monthlyUsd, storedBlocks } from './plan';

/** A snapshot as the data of its blocks: equal numbers are equal data, 0 is a block that holds nothing. */
type Contents = readonly number[];

const PLACES = 12;
const histories = fc.array(fc.array(fc.nat(3), { minLength: PLACES, maxLength: PLACES }), {
  minLength: 1,
  maxLength: 7,
});

/**
 * What EBS does: a write is a new block, even if it writes what was there before, so data is told apart by when it was
 * written. Places that hold the same number in successive snapshots were not written to.
 */
function writes(history: readonly Contents[]): string[][] {
  return history.map((contents, at) =>
    contents.map((data, place) => {
      if (data === 0) return '';
      let since = at;
      while (since > 0 && history[since - 1]?.[place] === data) since -= 1;
      return `${place}/${since}`;
    }),
  );
}

function held(contents: Contents): number[] {
  return contents.flatMap((data, index) => (data === 0 ? [] : [index]));
}

function changes(before: Contents, after: Contents): BlockChange[] {
  return after.flatMap((data, index) => (data === before[index] ? [] : [{ index, present: data !== 0 }]));
}

async function runsOf(history: readonly Contents[]) {
  const blocks = new BlockHistory(0);
  for (const [at, contents] of history.entries()) {
    const before = history[at - 1];
    if (before === undefined) await blocks.whole(held(contents));
    else await blocks.changes(changes(before, contents));
  }
  return { runs: blocks.runs(), changed: blocks.changed };
}

const distinct = (snapshots: readonly (readonly string[])[]) =>
  new Set(snapshots.flat().filter((block) => block !== '')).size;

describe('what snapshots store', () => {
  it('is the union of their blocks: what each introduces adds up to it', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { runs, changed } = await runsOf(history);
        const stored = storedBlocks(runs, history.length);
        expect(stored.total).toBe(distinct(writes(history)));
        expect(stored.introduced.reduce((sum, blocks) => sum + blocks, 0)).toBe(stored.total);
        expect(stored.introduced).toEqual(changed);
        expect(stored.newest).toBe(held(history.at(-1) ?? []).length);
      }),
    );
  });

  it('that goes with some of them is what none of the others has, and never more than all', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.array(fc.boolean()), async (history, gone) => {
        const { runs } = await runsOf(history);
        const stored = storedBlocks(runs, history.length);
        const removed = new Set([...history.keys()].filter((place) => gone[place] === true));
        const left = writes(history).filter((_, place) => !removed.has(place));
        const freed = freedBlocks(runs, removed);
        expect(freed).toBe(stored.total - distinct(left));
        expect(freed).toBeLessThanOrEqual(stored.total);
        const alone = [...removed].reduce((sum, place) => sum + (stored.unique[place] ?? 0), 0);
        expect(freed).toBeGreaterThanOrEqual(alone);
      }),
    );
  });

  it.each<[string, readonly number[], number]>([
    ['nothing goes with no snapshot', [], 0],
    ['of the oldest go the blocks that were overwritten since', [0], 1],
    ['of the middle one goes nothing that the newest still has', [1], 0],
    ['of the newest go the blocks that it brought', [2], 1],
    ['of two that share a block that no other has, it goes too', [0, 1], 2],
    ['everything goes with all of them', [0, 1, 2], 5],
  ])('%s', async (_case, removed, freed) => {
    // Places: 0 never written to, 1 overwritten in the second, 2 overwritten in the third.
    const { runs } = await runsOf([
      [1, 1, 1],
      [1, 2, 1],
      [1, 2, 2],
    ]);
    expect(storedBlocks(runs, 3)).toEqual({ total: 5, newest: 3, introduced: [3, 1, 1], unique: [1, 0, 1] });
    expect(freedBlocks(runs, new Set(removed))).toBe(freed);
  });

  it('counts a snapshot of a lineage of its own as wholly new', async () => {
    const blocks = new BlockHistory(1);
    await blocks.whole([0, 1]);
    await blocks.whole([1, 2]);
    expect(storedBlocks(blocks.runs(), 2)).toMatchObject({ total: 4, unique: [2, 2] });
  });
});

it('a month of 2³⁰ bytes costs what AWS calls the price of a GB', () => {
  expect(monthlyUsd(3 * 2 ** 30, 0.05)).toBeCloseTo(0.15, 10);
});
