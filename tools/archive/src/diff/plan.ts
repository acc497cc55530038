import type { ObjectVersion } from '../model';
import { isOwnKey } from '../own-keys';
import { sameContent } from '../versions/same-content';
import { contentOf, type Doubt, timelines } from '../versions/timeline';

/** How a key differs between two moments. */
export interface Difference {
  readonly kind:
    | 'added'
    | 'changed'
    /** Written again with as many bytes, and nothing that S3 keeps tells whether they are the same. */
    | 'rewritten'
    | 'deleted';
  readonly key: string;
  /** Content at the first moment; undefined for what was added. */
  readonly from: ObjectVersion | undefined;
  /** Content at the second one; undefined for what was deleted. */
  readonly to: ObjectVersion | undefined;
  /** Why S3 may have had something else at one of them. */
  readonly doubt: Doubt | undefined;
}

/**
 * What was added, changed and deleted between two moments, in key order, streaming. What came and went in between is no
 * difference, and neither is what was written again with the same ETag: see `comparedDifferences` for what has the same
 * bytes and another one.
 */
export async function* planDiff(
  versions: AsyncIterable<ObjectVersion>,
  from: Date,
  to: Date,
): AsyncGenerator<Difference, void, undefined> {
  for await (const { key, moments } of timelines(versions, [from, to])) {
    if (isOwnKey(key)) continue;
    const before = contentOf(moments[0]?.version);
    const after = contentOf(moments[1]?.version);
    const kind = kindOf(before, after);
    if (kind === undefined) continue;
    yield { kind, key, from: before, to: after, doubt: moments.find(({ doubt }) => doubt)?.doubt };
  }
}

function kindOf(
  before: ObjectVersion | undefined,
  after: ObjectVersion | undefined,
): Difference['kind'] | undefined {
  if (before === undefined) return after === undefined ? undefined : 'added';
  if (after === undefined) return 'deleted';
  return sameContent(before, after) ? undefined : 'changed';
}
