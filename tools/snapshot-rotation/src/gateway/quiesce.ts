import {
  CancelCommandCommand,
  GetCommandInvocationCommand,
  type GetCommandInvocationCommandOutput,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { errorCode, failureKind } from '@strata/aws';
import { poll } from '../wait/poll';
import type { Connections } from './connections';
import { explained } from './explained';

/** A document that is run on an instance; it takes the parameter `Action`. */
export interface QuiesceCommand {
  readonly document: string;
  readonly action: 'freeze' | 'thaw';
  readonly instanceId: string;
  /** At most 100 characters; whoever looks at the instance's commands sees it. */
  readonly comment: string;
  /** Most time that the command may take, ms. */
  readonly timeoutMs: number;
  /** Most time to wait for the end of a freeze that was called off, ms. @default 60 s */
  readonly callOffMs?: number | undefined;
}

/** States of a command that has ended (https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html). */
const ENDED = new Set(['Success', 'Failed', 'Cancelled', 'TimedOut']);

/**
 * Delivery timeout, s, the shortest that `SendCommand` takes (API_SendCommand): an agent that has not begun by then never
 * begins, so that no freeze comes late. How long the document may run is for its own `timeoutSeconds` to say: not every
 * document knows the parameter `executionTimeout`.
 */
const DELIVERY_SECONDS = 30;

const CALL_OFF_MS = 60_000;

/** The command did not succeed on the instance. */
export class QuiesceError extends Error {
  override readonly name: string = 'QuiesceError';
  readonly exitCode = 1;
}

/** It is not known whether a freeze has ended on the instance: it may freeze yet, also after a thaw. */
export class FreezeOpenError extends QuiesceError {
  override readonly name = 'FreezeOpenError';
}

/**
 * Runs a document's `thaw` on an instance and waits until it has succeeded. Repeating it is harmless.
 *
 * @throws QuiesceError when it failed there or did not end in time; errors of AWS as they are
 */
export async function runThaw(
  connections: Connections,
  command: Omit<QuiesceCommand, 'action'>,
): Promise<void> {
  const thaw = { ...command, action: 'thaw' } as const;
  const ended = await outcome(connections, thaw, await sent(connections, thaw), thaw.timeoutMs);
  if (ended === undefined) throw new QuiesceError(late(thaw));
  succeeded(thaw, ended);
}

/**
 * Runs a document's `freeze` on an instance and waits until it has succeeded. When it does not in time, or cannot be
 * watched, it is called off, and its end is waited for: a thaw that comes before the end of a freeze thaws nothing.
 *
 * @throws QuiesceError when it did not succeed and has ended; FreezeOpenError when it may not have; errors of AWS when it
 *   was never sent
 */
export async function runFreeze(
  connections: Connections,
  command: Omit<QuiesceCommand, 'action'>,
): Promise<void> {
  const freeze = { ...command, action: 'freeze' } as const;
  let why = late(freeze);
  const commandId = await sent(connections, freeze).catch((error: unknown) => {
    if (failureKind(error) !== 'unclear') throw error;
    throw new FreezeOpenError(
      `It is not known whether ${freeze.document} was sent to freeze: ${words(error)}`,
    );
  });
  const ended = await outcome(connections, freeze, commandId, freeze.timeoutMs).catch((error: unknown) => {
    why = `${freeze.document} was sent to freeze ${freeze.instanceId}, and cannot be watched: ${words(error)}`;
    return undefined;
  });
  if (ended !== undefined) return succeeded(freeze, ended);
  const after = await calledOff(connections, freeze, commandId);
  if (typeof after === 'string') throw new FreezeOpenError(`${why}, and ${after}`);
  throw new QuiesceError(`${why}; it was called off and ended as ${after.Status}`);
}

async function sent(
  { ssmOnce }: Connections,
  { document, action, instanceId, comment }: QuiesceCommand,
): Promise<string> {
  const { Command } = await ssmOnce.send(
    new SendCommandCommand({
      DocumentName: document,
      InstanceIds: [instanceId],
      Parameters: { Action: [action] },
      Comment: comment.slice(0, 100),
      TimeoutSeconds: DELIVERY_SECONDS,
    }),
  );
  return Command?.CommandId ?? '';
}

/** How a command ended; undefined when it has not within that time. */
async function outcome(
  { ssm }: Connections,
  { instanceId }: QuiesceCommand,
  CommandId: string,
  timeoutMs: number,
): Promise<GetCommandInvocationCommandOutput | undefined> {
  const deadline = performance.now() + timeoutMs;
  const answer = await poll(
    async () => {
      const invocation = await ssm
        .send(new GetCommandInvocationCommand({ CommandId, InstanceId: instanceId }))
        // It takes a moment until a command that was sent shows.
        .catch((error: unknown) => {
          if (errorCode(error) === 'InvocationDoesNotExist') return undefined;
          throw error;
        });
      if (invocation?.Status !== undefined && ENDED.has(invocation.Status)) return { invocation };
      return performance.now() < deadline ? undefined : { invocation: undefined };
    },
    { firstMs: 300, longestMs: 3000 },
  );
  return answer.invocation;
}

/**
 * Calls a command off and waits for its end. AWS does not promise that it ends by that
 * (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html).
 *
 * @returns its end, or in words why that is not known
 */
async function calledOff(
  connections: Connections,
  command: QuiesceCommand,
  CommandId: string,
): Promise<GetCommandInvocationCommandOutput | string> {
  const { instanceId, callOffMs = CALL_OFF_MS } = command;
  const refused = await connections.ssm
    .send(new CancelCommandCommand({ CommandId, InstanceIds: [instanceId] }))
    .then(() => undefined, words);
  try {
    const ended = await outcome(connections, command, CommandId, callOffMs);
    if (ended !== undefined) return ended;
    const asked = refused === undefined ? 'it was called off' : `it could not be called off (${refused})`;
    return `${asked} and has not ended ${callOffMs / 1000} s later`;
  } catch (error) {
    return `its end is not known: ${words(error)}`;
  }
}

function late({ document, action, instanceId, timeoutMs }: QuiesceCommand): string {
  return `${document} did not ${action} ${instanceId} within ${timeoutMs / 1000} s`;
}

function words(error: unknown): string {
  return explained(error).message;
}

/** @throws QuiesceError when it did not */
function succeeded(
  { document, action, instanceId }: QuiesceCommand,
  { Status, StandardErrorContent, StatusDetails }: GetCommandInvocationCommandOutput,
): void {
  if (Status === 'Success') return;
  const said = (StandardErrorContent || StatusDetails || '').trim().slice(0, 300);
  throw new QuiesceError(
    `${document} could not ${action} ${instanceId}: ${Status}${said ? `: ${said}` : ''}`,
  );
}
