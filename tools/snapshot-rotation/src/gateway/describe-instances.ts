import { type Filter, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { InstanceRecord } from '../model';
import type { Connections } from './connections';
import { instanceRecord } from './ec2-records';
import { idBatches } from './filters';

/** Which instances are asked for. */
export type InstanceQuery =
  | { readonly instanceIds: readonly string[] }
  /** Those that carry a tag with this key, and one of these values where they are given. */
  | { readonly tagKey: string; readonly values?: readonly string[] | undefined };

/** Most that `DescribeInstances` gives per page (API_DescribeInstances). */
const PAGE_SIZE = 1000;

/** The instances of a Region, page by page, in no order. Unknown ids are not found, which is no error here. */
export async function* describeInstances(
  { ec2 }: Connections,
  query: InstanceQuery,
  signal?: AbortSignal,
): AsyncGenerator<InstanceRecord> {
  for (const filters of filterSets(query)) {
    const pages = paginateDescribeInstances(
      { client: ec2, pageSize: PAGE_SIZE },
      { Filters: filters },
      abortable(signal),
    );
    for await (const { Reservations = [] } of pages) {
      yield* Reservations.flatMap(({ Instances = [] }) => Instances.map(instanceRecord));
    }
  }
}

function filterSets(query: InstanceQuery): Filter[][] {
  if ('instanceIds' in query) {
    return idBatches(query.instanceIds).map((Values) => [{ Name: 'instance-id', Values }]);
  }
  const { tagKey, values } = query;
  return [
    [
      values === undefined
        ? { Name: 'tag-key', Values: [tagKey] }
        : { Name: `tag:${tagKey}`, Values: [...values] },
    ],
  ];
}
