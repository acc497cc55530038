import { paginateDescribeInstanceTypes } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { idBatches } from './filters';

/** Most that `DescribeInstanceTypes` gives per page (API_DescribeInstanceTypes). */
const PAGE_SIZE = 100;

/**
 * Those of the instance types that have instance store volumes: what is on these is lost when the instance is stopped
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-lifetime.html). Whether an instance uses them is
 * not to be seen from outside: NVMe ones are always there.
 */
export async function withInstanceStore(
  { ec2 }: Connections,
  types: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const Values of idBatches([...new Set(types)])) {
    const pages = paginateDescribeInstanceTypes(
      { client: ec2, pageSize: PAGE_SIZE },
      {
        Filters: [
          { Name: 'instance-type', Values },
          { Name: 'instance-storage-supported', Values: ['true'] },
        ],
      },
      abortable(signal),
    );
    for await (const { InstanceTypes = [] } of pages) {
      for (const { InstanceType } of InstanceTypes) if (InstanceType !== undefined) found.add(InstanceType);
    }
  }
  return found;
}
