import { compareKeys } from './item';

/** Two listings side by side: what has this key on either side. At least one is there. */
export interface Pair<Left, Right> {
  readonly key: string;
  readonly left: Left | undefined;
  readonly right: Right | undefined;
}

interface Keyed {
  readonly key: string;
}

/** A listing that is not in the order of its keys, so that nothing can be said by walking along it. */
export class OutOfOrderError extends Error {
  override readonly name = 'OutOfOrderError';
  readonly exitCode = 1;

  constructor(side: string, before: string, after: string) {
    super(
      `The listing of the ${side} is not in the order of its keys: ${JSON.stringify(after)} came after ` +
        `${JSON.stringify(before)}. Nothing can be compared; a directory bucket lists so, a general purpose one never.`,
    );
  }
}

/**
 * Walks two listings side by side; both must be in the order of `compareKeys`, each key once. Holds one item of each.
 *
 * @throws OutOfOrderError
 */
export async function* mergeByKey<Left extends Keyed, Right extends Keyed>(
  lefts: AsyncIterable<Left>,
  rights: AsyncIterable<Right>,
): AsyncGenerator<Pair<Left, Right>> {
  const [leftside, rightside] = [inOrder('source', lefts), inOrder('archive', rights)];
  try {
    let [left, right] = await Promise.all([next(leftside), next(rightside)]);
    while (left !== undefined || right !== undefined) {
      const order = left === undefined ? 1 : right === undefined ? -1 : compareKeys(left.key, right.key);
      const [mine, other] = [order <= 0 ? left : undefined, order >= 0 ? right : undefined];
      yield { key: (mine ?? other)?.key ?? '', left: mine, right: other };
      [left, right] = await Promise.all([mine ? next(leftside) : left, other ? next(rightside) : right]);
    }
  } finally {
    await Promise.all([leftside.return(undefined), rightside.return(undefined)]);
  }
}

async function next<T>(side: AsyncGenerator<T>): Promise<T | undefined> {
  const { done, value } = await side.next();
  return done ? undefined : (value as T);
}

async function* inOrder<T extends Keyed>(side: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  let before: string | undefined;
  for await (const item of items) {
    if (before !== undefined && compareKeys(before, item.key) >= 0) {
      throw new OutOfOrderError(side, before, item.key);
    }
    before = item.key;
    yield item;
  }
}
