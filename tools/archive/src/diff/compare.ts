import type { Connections } from '../gateway/connections';
import { COMPARED_AT_ONCE, compareContents } from '../versions/compare-contents';
import { mappedInOrder } from '../versions/mapped-in-order';
import type { Difference } from './plan';

/**
 * Asks S3 about what was changed and has kept its size: what holds the same bytes is no difference, and where nothing
 * tells it was rewritten. In the same order.
 *
 * @throws AwsFailure
 */
export async function* comparedDifferences(
  connections: Connections,
  bucket: string,
  differences: AsyncIterable<Difference>,
  signal?: AbortSignal,
): AsyncGenerator<Difference, void, undefined> {
  const settle = (difference: Difference) => {
    const { kind, from, to } = difference;
    if (kind !== 'changed' || from === undefined || from.size !== to?.size) return difference;
    return compareContents(connections, bucket, from, to, signal).then((isSame) =>
      isSame === undefined ? { ...difference, kind: 'rewritten' as const } : isSame ? undefined : difference,
    );
  };
  for await (const difference of mappedInOrder(differences, COMPARED_AT_ONCE, settle))
    if (difference !== undefined) yield difference;
}
