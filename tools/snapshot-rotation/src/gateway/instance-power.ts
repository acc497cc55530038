import { StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** Asks EC2 to stop an instance; it is `stopping` when this returns. Stopping what is stopped is harmless. */
export async function stopInstance(
  { ec2 }: Connections,
  instanceId: string,
  signal?: AbortSignal,
): Promise<void> {
  await ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }), abortable(signal));
}

/** Asks EC2 to start an instance; it is `pending` when this returns. Starting what runs is harmless. */
export async function startInstance(
  { ec2 }: Connections,
  instanceId: string,
  signal?: AbortSignal,
): Promise<void> {
  await ec2.send(new StartInstancesCommand({ InstanceIds: [instanceId] }), abortable(signal));
}
