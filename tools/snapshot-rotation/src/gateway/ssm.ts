import {
  GetCommandInvocationCommand,
  paginateDescribeInstanceInformation,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { errorCode } from '@strata/aws';
import { poll } from '../wait/poll';
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

/** A document that is run on an instance; it takes the parameter `Action`. */
export interface QuiesceCommand {
  readonly document: string;
  readonly action: 'freeze' | 'thaw';
  readonly instanceId: string;
  /** At most 100 characters; whoever looks at the instance's commands sees it. */
  readonly comment: string;
  /** Most time that the command may take, ms. */
  readonly timeoutMs: number;
}

/** States of a command that has ended (https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html). */
const ENDED = new Set(['Success', 'Failed', 'Cancelled', 'TimedOut']);

/** Shortest delivery timeout that `SendCommand` takes, s (API_SendCommand). */
const MIN_DELIVERY_SECONDS = 30;

/** The command did not succeed on the instance. */
export class QuiesceError extends Error {
  override readonly name = 'QuiesceError';
  readonly exitCode = 1;
}

/**
 * Runs a document's `freeze` or `thaw` on an instance and waits until it has succeeded.
 *
 * @throws QuiesceError when it failed there or did not end in time; errors of AWS as they are
 */
export async function runQuiesce(
  { ssm }: Connections,
  command: QuiesceCommand,
  signal?: AbortSignal,
): Promise<void> {
  const { document, action, instanceId, comment, timeoutMs } = command;
  const sent = await ssm.send(
    new SendCommandCommand({
      DocumentName: document,
      InstanceIds: [instanceId],
      Parameters: { Action: [action] },
      Comment: comment.slice(0, 100),
      TimeoutSeconds: Math.max(MIN_DELIVERY_SECONDS, Math.ceil(timeoutMs / 1000)),
    }),
    abortable(signal),
  );
  const CommandId = sent.Command?.CommandId ?? '';
  const deadline = performance.now() + timeoutMs;
  const ended = await poll(
    async () => {
      const invocation = await ssm
        .send(new GetCommandInvocationCommand({ CommandId, InstanceId: instanceId }), abortable(signal))
        // It takes a moment until a command that was sent shows.
        .catch((error: unknown) => {
          if (errorCode(error) === 'InvocationDoesNotExist') return undefined;
          throw error;
        });
      if (invocation?.Status !== undefined && ENDED.has(invocation.Status)) return invocation;
      if (performance.now() < deadline) return undefined;
      throw new QuiesceError(`${document} did not ${action} ${instanceId} within ${timeoutMs / 1000} s`);
    },
    { firstMs: 300, longestMs: 3000, signal },
  );
  if (ended.Status === 'Success') return;
  const said = (ended.StandardErrorContent || ended.StatusDetails || '').trim().slice(0, 300);
  throw new QuiesceError(
    `${document} could not ${action} ${instanceId}: ${ended.Status}${said ? `: ${said}` : ''}`,
  );
}
