import { errorCode, settle } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { listExecutions, startExecution } from '../gateway/executions';
import { readExecutions } from '../inventory';
import { type ExecutionRecord, isEnded } from '../model';
import { planRun, type RunPlan, type RunSurroundings, type RunWish } from './plan';

/** A run that is now under way. */
export interface UnderWay {
  readonly executionArn: string;
  /** It was started by somebody else. */
  readonly joined: boolean;
}

/** Executions of a task that have not ended. */
export function readUnderWay(
  connections: Connections,
  taskArn: string,
  signal?: AbortSignal,
): Promise<ExecutionRecord[]> {
  return readExecutions(connections, taskArn, signal, (status) => !isEnded({ status }));
}

/**
 * Starts the run that is wished for, or joins the one under way. Between looking and starting, a schedule may start
 * one: with queueing off AWS refuses a second run, and that one is joined if it fits.
 *
 * @throws what `planRun` throws, and errors of AWS in words
 */
export async function startOrJoin(
  connections: Connections,
  wish: RunWish,
  surroundings: RunSurroundings,
  signal?: AbortSignal,
): Promise<UnderWay> {
  const { arn } = surroundings.task;
  const plan = planRun(wish, surroundings);
  if (plan.action === 'join') return { executionArn: plan.executionArn, joined: true };
  try {
    return { executionArn: await startOnce(connections, arn, plan, signal), joined: false };
  } catch (error) {
    if (errorCode(error) !== 'InvalidRequestException') throw error;
    const again = planRun(wish, { ...surroundings, underWay: await readUnderWay(connections, arn, signal) });
    if (again.action === 'start') throw error;
    return { executionArn: again.executionArn, joined: true };
  }
}

/** StartTaskExecution has no client token: after an unclear answer an execution that was not there before is looked for. */
async function startOnce(
  connections: Connections,
  taskArn: string,
  plan: RunPlan & { readonly action: 'start' },
  signal: AbortSignal | undefined,
): Promise<string> {
  const before = new Set((await listExecutions(connections, taskArn, signal)).map(({ arn }) => arn));
  const request = { ...plan, options: { TaskQueueing: 'DISABLED', ...plan.options } };
  return settle({
    what: `a run of ${taskArn}`,
    attempt: () => startExecution(connections, taskArn, request, signal),
    find: async () => (await listExecutions(connections, taskArn)).find(({ arn }) => !before.has(arn))?.arn,
    signal,
  });
}
