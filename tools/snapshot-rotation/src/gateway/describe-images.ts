import { paginateDescribeImages } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { Connections } from './connections';

/**
 * The account's own AMIs by the snapshots that they hold. Disabled and deprecated AMIs hold theirs too
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/disable-an-ami.html).
 */
export async function imagesBySnapshot(
  { ec2 }: Connections,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const holders = new Map<string, string[]>();
  const pages = paginateDescribeImages(
    { client: ec2, pageSize: 1000 },
    { Owners: ['self'], IncludeDisabled: true, IncludeDeprecated: true },
    abortable(signal),
  );
  for await (const { Images = [] } of pages) {
    for (const { ImageId = '', BlockDeviceMappings = [] } of Images) {
      for (const { Ebs } of BlockDeviceMappings) {
        if (Ebs?.SnapshotId === undefined) continue;
        holders.set(Ebs.SnapshotId, [...(holders.get(Ebs.SnapshotId) ?? []), ImageId]);
      }
    }
  }
  return holders;
}
