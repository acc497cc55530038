import {
  DescribeAutoScalingInstancesCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling';
import type { GroupMembership } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { idBatches } from './filters';

/** Ids that `DescribeAutoScalingInstances` takes (API_DescribeAutoScalingInstances). */
const IDS_PER_CALL = 50;

/** Where instances stand in their Auto Scaling groups; those of no group are missing. */
export async function groupMemberships(
  { autoScaling }: Connections,
  instanceIds: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, GroupMembership>> {
  const states = new Map<string, { readonly group: string; readonly lifecycleState: string }>();
  for (const InstanceIds of idBatches(instanceIds, IDS_PER_CALL)) {
    const { AutoScalingInstances = [] } = await autoScaling.send(
      new DescribeAutoScalingInstancesCommand({ InstanceIds }),
      abortable(signal),
    );
    for (const { InstanceId = '', AutoScalingGroupName = '', LifecycleState = '' } of AutoScalingInstances) {
      states.set(InstanceId, { group: AutoScalingGroupName, lifecycleState: LifecycleState });
    }
  }
  const names = [...new Set([...states.values()].map(({ group }) => group))];
  const sizes = new Map<string, { readonly minSize: number; readonly desiredCapacity: number }>();
  for (const AutoScalingGroupNames of idBatches(names, IDS_PER_CALL)) {
    const pages = paginateDescribeAutoScalingGroups(
      { client: autoScaling },
      { AutoScalingGroupNames },
      abortable(signal),
    );
    for await (const { AutoScalingGroups = [] } of pages) {
      for (const { AutoScalingGroupName = '', MinSize = 0, DesiredCapacity = 0 } of AutoScalingGroups) {
        sizes.set(AutoScalingGroupName, { minSize: MinSize, desiredCapacity: DesiredCapacity });
      }
    }
  }
  return new Map(
    [...states].flatMap(([id, state]) => {
      const size = sizes.get(state.group);
      return size === undefined ? [] : [[id, { ...state, ...size }]];
    }),
  );
}

/** Takes an instance out of its group's service, the group being content with one instance fewer. */
export async function enterStandby(
  { autoScaling }: Connections,
  group: string,
  instanceId: string,
  signal?: AbortSignal,
): Promise<void> {
  await autoScaling.send(
    new EnterStandbyCommand({
      AutoScalingGroupName: group,
      InstanceIds: [instanceId],
      ShouldDecrementDesiredCapacity: true,
    }),
    abortable(signal),
  );
}

/** Puts an instance back into its group's service; the group wants one instance more from then on. */
export async function exitStandby(
  { autoScaling }: Connections,
  group: string,
  instanceId: string,
): Promise<void> {
  await autoScaling.send(new ExitStandbyCommand({ AutoScalingGroupName: group, InstanceIds: [instanceId] }));
}
