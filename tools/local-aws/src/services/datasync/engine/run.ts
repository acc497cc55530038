import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Execution, ExecutionStatus } from '../model';
import { failures } from './counters';
import { prepare } from './prepare';
import { RunFailed } from './run-failed';
import type { RunContext } from './run-context';
import type { TaskLog } from './task-log';
import { transfer } from './transfer';
import { verify } from './verify';

/** What a run needs of the service around it. */
export interface RunHost {
  /** Sets the status and tells watchers (the event); order is kept. */
  transition(status: ExecutionStatus): void;
  /** Opens both locations; called in LAUNCHING. Rejects with {@link RunFailed} when one cannot be reached. */
  open(): Promise<Omit<RunContext, 'execution' | 'signal' | 'log'>>;
  /** Opens the log; called in LAUNCHING, before the locations. */
  log(): TaskLog;
  /** Resolves when no earlier execution of the task is left. */
  turn(): Promise<void>;
  now(): Date;
  /** Least time in each state, milliseconds, so that watchers see it. */
  readonly dwellMs: number;
}

/** Walks an execution from QUEUED to SUCCESS or ERROR. Never rejects: what goes wrong is in the execution. */
export async function run(execution: Execution, host: RunHost): Promise<void> {
  const { signal } = execution.cancellation;
  // Each file under way listens for a cancellation; Node takes more than ten listeners for a leak.
  setMaxListeners(0, signal);
  let context: RunContext | undefined;
  let log: TaskLog | undefined;
  let failure: unknown;
  try {
    await Promise.all([host.turn(), delay(host.dwellMs, undefined, { signal })]);
    signal.throwIfAborted();
    execution.launchTime = host.now();
    host.transition('LAUNCHING');
    log = host.log();
    const [opened] = await Promise.all([host.open(), delay(host.dwellMs, undefined, { signal })]);
    context = { ...opened, execution, log, signal };
    log.line('NOTICE', `Execution started: ${context.source.uri} to ${context.destination.uri}`);
    await runPhases(context, host);
  } catch (error) {
    failure = error;
  }
  await finish(execution, host, log, failure);
  context?.source.close();
  context?.destination.close();
}

async function runPhases(context: RunContext, host: RunHost): Promise<void> {
  const plan = await phase(context, host, 'Prepare', 'PREPARING', () => prepare(context));
  const transferred = await phase(context, host, 'Transfer', 'TRANSFERRING', () => transfer(context, plan));
  if (context.execution.options.VerifyMode !== 'NONE') {
    await phase(context, host, 'Verify', 'VERIFYING', () => verify(context, plan, transferred));
  }
}

async function phase<T>(
  { execution, signal }: RunContext,
  host: RunHost,
  name: 'Prepare' | 'Transfer' | 'Verify',
  status: ExecutionStatus,
  work: () => Promise<T>,
): Promise<T> {
  const { result, counters } = execution;
  host.transition(status);
  const start = host.now().getTime();
  const failedBefore = failures(counters);
  result[`${name}Status`] = 'ERROR';
  try {
    // Work settles before cancellation ends the dwell: nothing goes on behind an execution that has ended.
    const outcome = await work();
    await delay(Math.max(0, host.dwellMs - (host.now().getTime() - start)), undefined, { signal });
    if (failures(counters) === failedBefore) result[`${name}Status`] = 'SUCCESS';
    return outcome;
  } finally {
    result[`${name}Duration`] = host.now().getTime() - start;
  }
}

async function finish(
  execution: Execution,
  host: RunHost,
  log: TaskLog | undefined,
  failure: unknown,
): Promise<void> {
  if (execution.cancellation.signal.aborted) await delay(host.dwellMs);
  const problem = problemOf(execution, failure);
  if (problem) {
    execution.result.ErrorCode = problem.code;
    execution.result.ErrorDetail = problem.message;
    log?.line('ERROR', problem.message);
  }
  log?.line('NOTICE', `Execution ended: ${problem ? 'ERROR' : 'SUCCESS'}`);
  await log?.flush();
  execution.endTime = host.now();
  execution.result.TotalDuration =
    execution.endTime.getTime() - (execution.launchTime ?? execution.startTime).getTime();
  host.transition(problem ? 'ERROR' : 'SUCCESS');
}

/**
 * AWS runs to the end when single items fail, and then reports an error with these words.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-task-verification.html
 */
function problemOf(execution: Execution, failure: unknown): RunFailed | undefined {
  if (execution.cancellation.signal.aborted) {
    return new RunFailed('Cancelled', 'The task execution was cancelled.');
  }
  if (failure instanceof RunFailed) return failure;
  if (failure !== undefined) return new RunFailed('InternalError', (failure as Error).message);
  const { FilesFailed, FoldersFailed } = execution.counters;
  if (FilesFailed.Verify + FoldersFailed.Verify > 0) {
    return new RunFailed(
      'VerificationFailed',
      'Transfer and verification completed. Verification detected mismatches. Files with mismatches are listed in Cloud Watch Logs',
    );
  }
  if (failures(execution.counters) === 0) return undefined;
  return new RunFailed(
    'PartialTransfer',
    'Transfer and verification completed. Selected files transferred except for files skipped due to errors. If no skipped files are listed in Cloud Watch Logs, please contact AWS Support for further assistance.',
  );
}
