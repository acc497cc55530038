import {
  type _InstanceType,
  AttachVolumeCommand,
  DescribeImagesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Connections } from '../gateway/connections';
import { describeInstances } from '../gateway/describe-instances';
import { setTags } from '../gateway/tags';

/** An instance of a local AWS, with the ids of its volumes: the root first, then the others in order of device. */
export interface TestInstance {
  readonly id: string;
  readonly volumeIds: readonly string[];
}

/** Starts an instance with a root volume and those given, at `/dev/sdf` and on. */
export async function runInstance(
  connections: Connections,
  volumeIds: readonly string[],
  rootTags: Readonly<Record<string, string>> = {},
  type: _InstanceType = 't3.micro',
): Promise<TestInstance> {
  const { ec2 } = connections;
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ImageId: await anEbsImage(connections),
      InstanceType: type,
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: `${connections.target.region}a` },
    }),
  );
  const id = Instances[0]?.InstanceId ?? '';
  for (const [at, VolumeId] of volumeIds.entries()) {
    const Device = `/dev/sd${String.fromCharCode('f'.charCodeAt(0) + at)}`;
    await ec2.send(new AttachVolumeCommand({ InstanceId: id, VolumeId, Device }));
  }
  for await (const { rootDevice, volumes } of describeInstances(connections, { instanceIds: [id] })) {
    const root = volumes.find(({ device }) => device === rootDevice);
    if (root === undefined) break;
    await setTags(connections, [root.volumeId], { 'local-aws:snapshot-ms': '0', ...rootTags });
    return { id, volumeIds: [root.volumeId, ...volumeIds] };
  }
  throw new Error(`${id} has no root volume`);
}

/** An image of AWS's own whose root is an EBS volume. */
export async function anEbsImage({ ec2 }: Connections): Promise<string> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  const ebs = Images.find(({ RootDeviceType }) => RootDeviceType === 'ebs');
  if (ebs?.ImageId === undefined) throw new Error('the local AWS has no image with an EBS root');
  return ebs.ImageId;
}
