import {
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import type { Connections } from '../gateway/connections';
import { describeVolumes } from '../gateway/describe-volumes';
import { setTags } from '../gateway/tags';
import { anEbsImage } from './instances';

/** An Auto Scaling group of a local AWS. */
export interface TestGroup {
  readonly group: string;
  readonly instanceIds: readonly string[];
}

/** What a group is made with. */
interface GroupSettings {
  readonly minSize: number;
  readonly desiredCapacity: number;
  /** Tags of the volumes. @default none */
  readonly volumeTags?: Readonly<Record<string, string>>;
}

/** Makes a group; snapshots of its instances' volumes complete at once. */
export async function runGroup(
  connections: Connections,
  { minSize, desiredCapacity, volumeTags = {} }: GroupSettings,
): Promise<TestGroup> {
  const { autoScaling, target } = connections;
  const group = `group-${process.hrtime.bigint()}`;
  await autoScaling.send(
    new CreateLaunchConfigurationCommand({
      LaunchConfigurationName: group,
      ImageId: await anEbsImage(connections),
      InstanceType: 't3.micro',
    }),
  );
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: group,
      LaunchConfigurationName: group,
      AvailabilityZones: [`${target.region}a`],
      MinSize: minSize,
      MaxSize: desiredCapacity + 1,
      DesiredCapacity: desiredCapacity,
    }),
  );
  const instanceIds = (await groupMembers(connections, group)).map(([id]) => id);
  for await (const { id } of describeVolumes(connections, { instanceIds })) {
    await setTags(connections, [id], { 'local-aws:snapshot-ms': '0', ...volumeTags });
  }
  return { group, instanceIds };
}

/** A group's instances with their lifecycle states, by id. */
export async function groupMembers(
  { autoScaling }: Connections,
  group: string,
): Promise<(readonly [id: string, lifecycleState: string])[]> {
  const { AutoScalingGroups = [] } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }),
  );
  const members = AutoScalingGroups.flatMap(({ Instances = [] }) => Instances);
  return members
    .map(({ InstanceId = '', LifecycleState = '' }) => [InstanceId, LifecycleState] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
