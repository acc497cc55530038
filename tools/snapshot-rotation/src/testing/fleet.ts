import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import type { Connections } from '../gateway/connections';
import { describeVolumes } from '../gateway/describe-volumes';
import { ec2Tags } from '../gateway/ec2-records';
import { anEbsImage, type TestInstance } from './instances';

/** Equal instances. */
export interface FleetRequest {
  readonly instances: number;
  /** Beside its root, which moto leaves without tags. */
  readonly dataVolumesPerInstance: number;
  /** On the data volumes. Their snapshots complete at once unless a tag says otherwise. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Launches instances with tagged data volumes, by one call: hundreds of volumes take a second or two. @returns them without their roots */
export async function launchFleet(
  connections: Connections,
  { instances, dataVolumesPerInstance, tags }: FleetRequest,
): Promise<TestInstance[]> {
  const { Instances = [] } = await connections.ec2.send(
    new RunInstancesCommand({
      ImageId: await anEbsImage(connections),
      InstanceType: 't3.micro',
      MinCount: instances,
      MaxCount: instances,
      Placement: { AvailabilityZone: `${connections.target.region}a` },
      BlockDeviceMappings: Array.from({ length: dataVolumesPerInstance }, (_, nth) => ({
        DeviceName: `/dev/sd${String.fromCharCode('f'.charCodeAt(0) + nth)}`,
        Ebs: { VolumeSize: 1, VolumeType: 'gp3' as const },
      })),
      TagSpecifications: [
        { ResourceType: 'volume', Tags: ec2Tags({ 'local-aws:snapshot-ms': '0', ...tags }) },
      ],
    }),
  );
  const volumesOf = new Map(Instances.map(({ InstanceId = '' }) => [InstanceId, [] as string[]]));
  const query = {
    instanceIds: [...volumesOf.keys()],
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
  for await (const { id, attachments } of describeVolumes(connections, query)) {
    for (const { instanceId } of attachments) volumesOf.get(instanceId)?.push(id);
  }
  return [...volumesOf].map(([id, volumeIds]) => ({ id, volumeIds: volumeIds.sort() }));
}
