import { type Filter, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { Tag, VolumeRecord } from '../model';
import type { Connections } from './connections';
import { volumeRecord } from './ec2-records';
import { idBatches, tagFilter, tagKeyFilter } from './filters';

/** Which volumes are asked for; everything named must hold. */
export interface VolumeQuery {
  readonly tags?: readonly Tag[] | undefined;
  readonly volumeIds?: readonly string[] | undefined;
  readonly instanceIds?: readonly string[] | undefined;
  /** They carry a tag whose key is this; `*` stands for any characters. */
  readonly tagKey?: string | undefined;
}

/** Most that `DescribeVolumes` gives per page (API_DescribeVolumes). */
const PAGE_SIZE = 1000;

/** The volumes of a Region, page by page, in no order. Unknown ids are not found, which is no error here. */
export async function* describeVolumes(
  { ec2 }: Connections,
  query: VolumeQuery,
  signal?: AbortSignal,
): AsyncGenerator<VolumeRecord> {
  for (const filters of filterSets(query)) {
    const pages = paginateDescribeVolumes(
      { client: ec2, pageSize: PAGE_SIZE },
      filters.length > 0 ? { Filters: filters } : {},
      abortable(signal),
    );
    for await (const { Volumes = [] } of pages) yield* Volumes.map(volumeRecord);
  }
}

function filterSets({ tags = [], volumeIds, instanceIds, tagKey }: VolumeQuery): Filter[][] {
  const common = [...tags.map(tagFilter), ...tagKeyFilter(tagKey)];
  const [name, ids] = volumeIds ? ['volume-id', volumeIds] : ['attachment.instance-id', instanceIds];
  if (ids === undefined) return [common];
  return idBatches(ids).map((Values) => [...common, { Name: name, Values }]);
}
