import { DescribeAvailabilityZonesCommand } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** Names of the Availability Zones of the Region in which resources can be made now. */
export async function availableZones({ ec2 }: Connections, signal?: AbortSignal): Promise<string[]> {
  const { AvailabilityZones = [] } = await ec2.send(
    new DescribeAvailabilityZonesCommand({
      Filters: [
        { Name: 'state', Values: ['available'] },
        { Name: 'zone-type', Values: ['availability-zone'] },
      ],
    }),
    abortable(signal),
  );
  return AvailabilityZones.flatMap(({ ZoneName }) => (ZoneName === undefined ? [] : [ZoneName])).sort();
}
