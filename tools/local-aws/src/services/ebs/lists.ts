import { json } from '../../gateway/answers';
import type { GatewayResponse } from '../../gateway/service';
import type { Snapshot } from '../ec2-snapshots/model';
import { allocatedIndices, BLOCK_BYTES, blockIdentity, related } from './content';
import { EbsRefusal } from './errors';
import { blockToken, expiryOf, pageStart, pageToken } from './tokens';

/** Page lengths: https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html */
const MIN_RESULTS = 100;
const MAX_RESULTS = 10_000;

/** `ListSnapshotBlocks`: the blocks that hold data, in order. */
export function listSnapshotBlocks(snapshot: Snapshot, query: URLSearchParams, now: Date): GatewayResponse {
  const expiry = expiryOf(now);
  const all = indices(snapshot.id, query, (start) => allocatedIndices(snapshot.content, start));
  return answer('Blocks', snapshot, expiry, all, (BlockIndex) => ({
    BlockIndex,
    BlockToken: blockToken(snapshot.id, BlockIndex, expiry),
  }));
}

/**
 * `ListChangedBlocks`: the blocks that differ, or that only one of the two holds. Without a first snapshot, all.
 *
 * @throws EbsRefusal when the snapshots are not of one lineage
 */
export function listChangedBlocks(
  first: Snapshot | undefined,
  second: Snapshot,
  query: URLSearchParams,
  now: Date,
): GatewayResponse {
  if (first && !related(first.content, second.content)) {
    const message = 'The specified snapshots do not belong to the same volume or snapshot lineage.';
    throw new EbsRefusal('ValidationException', 'UNRELATED_SNAPSHOTS', message);
  }
  const expiry = expiryOf(now);
  const tokenIn = (snapshot: Snapshot | undefined, index: number) =>
    snapshot && blockIdentity(snapshot.content, index) !== undefined
      ? blockToken(snapshot.id, index, expiry)
      : undefined;
  const all = indices(`${first?.id}/${second.id}`, query, (start) => changed(first, second, start));
  return answer('ChangedBlocks', second, expiry, all, (BlockIndex) => ({
    BlockIndex,
    FirstBlockToken: tokenIn(first, BlockIndex),
    SecondBlockToken: tokenIn(second, BlockIndex),
  }));
}

function* changed(first: Snapshot | undefined, second: Snapshot, start: number): Generator<number> {
  const wider = first && first.content.allocated > second.content.allocated ? first.content : second.content;
  for (const index of allocatedIndices(wider, start)) {
    if (!first || blockIdentity(first.content, index) !== blockIdentity(second.content, index)) yield index;
  }
}

interface Page {
  readonly indices: readonly number[];
  readonly nextToken: string | undefined;
}

function indices(list: string, query: URLSearchParams, from: (start: number) => Iterable<number>): Page {
  const token = query.get('pageToken');
  const start = token ? pageStart(token, list) : Number(query.get('startingBlockIndex') ?? 0);
  const asked = Number(query.get('maxResults') ?? MAX_RESULTS);
  const limit = Math.min(MAX_RESULTS, Math.max(MIN_RESULTS, asked));
  const found: number[] = [];
  for (const index of from(start)) {
    if (found.length === limit) return { indices: found, nextToken: pageToken(list, index) };
    found.push(index);
  }
  return { indices: found, nextToken: undefined };
}

function answer(
  name: string,
  { volumeSize }: Snapshot,
  expiry: Date,
  page: Page,
  show: (index: number) => object,
): GatewayResponse {
  return json({
    [name]: page.indices.map(show),
    ExpiryTime: expiry.getTime() / 1000,
    VolumeSize: volumeSize,
    BlockSize: BLOCK_BYTES,
    NextToken: page.nextToken,
  });
}
