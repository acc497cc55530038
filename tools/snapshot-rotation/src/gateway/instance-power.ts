import { StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import type { InstanceRecord } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { describeInstances } from './describe-instances';

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

/** One instance; undefined when there is none of that id. */
export async function instanceById(
  connections: Connections,
  instanceId: string,
  signal?: AbortSignal,
): Promise<InstanceRecord | undefined> {
  for await (const instance of describeInstances(connections, { instanceIds: [instanceId] }, signal))
    return instance;
  return undefined;
}
