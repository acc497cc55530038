import { type Filter, paginateDescribeSnapshots } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { SnapshotRecord, Tag } from '../model';
import type { Connections } from './connections';
import { snapshotRecord } from './ec2-records';
import { idBatches, tagFilter, tagKeyFilter } from './filters';
import { interner } from './interner';

/** Which of the account's own snapshots are asked for; everything named must hold. All of them by default. */
export interface SnapshotQuery {
  readonly tags?: readonly Tag[] | undefined;
  /** Taken from these volumes. Copies are not found by it: EC2 forgets their volume. */
  readonly volumeIds?: readonly string[] | undefined;
  readonly snapshotIds?: readonly string[] | undefined;
  readonly states?: readonly string[] | undefined;
  /** They carry a tag whose key is this; `*` stands for any characters. */
  readonly tagKey?: string | undefined;
}

/** Most that `DescribeSnapshots` gives per page (API_DescribeSnapshots). */
const PAGE_SIZE = 1000;

/**
 * The account's own snapshots, page by page, so that memory does not grow with their number; in no order.
 * An id may come twice when snapshots are made meanwhile.
 */
export async function* describeSnapshots(
  { ec2 }: Connections,
  query: SnapshotQuery,
  signal?: AbortSignal,
): AsyncGenerator<SnapshotRecord> {
  const intern = interner();
  for (const filters of filterSets(query)) {
    const pages = paginateDescribeSnapshots(
      { client: ec2, pageSize: PAGE_SIZE },
      { OwnerIds: ['self'], ...(filters.length > 0 ? { Filters: filters } : {}) },
      abortable(signal),
    );
    for await (const { Snapshots = [] } of pages) {
      for (const snapshot of Snapshots) yield snapshotRecord(snapshot, intern);
    }
  }
}

function filterSets({ tags = [], volumeIds, snapshotIds, states, tagKey }: SnapshotQuery): Filter[][] {
  const common = [
    ...tags.map(tagFilter),
    ...tagKeyFilter(tagKey),
    ...(states ? [{ Name: 'status', Values: [...states] }] : []),
  ];
  const [name, ids] = snapshotIds ? ['snapshot-id', snapshotIds] : ['volume-id', volumeIds];
  if (ids === undefined) return [common];
  return idBatches(ids).map((Values) => [...common, { Name: name, Values }]);
}
