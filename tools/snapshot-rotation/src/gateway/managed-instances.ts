import { paginateDescribeInstanceInformation } from '@aws-sdk/client-ssm';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { idBatches } from './filters';

/** Values that a filter of `DescribeInstanceInformation` takes (API_InstanceInformationStringFilter). */
const IDS_PER_FILTER = 100;

/** Those of the instances whose SSM agent answers now. */
export async function managedInstances(
  { ssm }: Connections,
  instanceIds: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const managed = new Set<string>();
  for (const Values of idBatches(instanceIds, IDS_PER_FILTER)) {
    const pages = paginateDescribeInstanceInformation(
      { client: ssm, pageSize: 50 },
      { Filters: [{ Key: 'InstanceIds', Values }] },
      abortable(signal),
    );
    for await (const { InstanceInformationList = [] } of pages) {
      for (const { InstanceId, PingStatus } of InstanceInformationList) {
        if (InstanceId !== undefined && PingStatus === 'Online') managed.add(InstanceId);
      }
    }
  }
  return managed;
}
