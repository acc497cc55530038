import { NoSuchExecutionError } from '../errors';
import { leavesOpen } from '../failure-log';
import { readFailureLog } from '../gateway/execution-log';
import { describeExecution } from '../gateway/executions';
import { isNotified, markNotified, publishMail, putMetrics } from '../gateway/notify';
import { describeTask } from '../gateway/tasks';
import { type ExecutionRecord, idOf, type TaskRecord } from '../model';
import { composeMail } from '../notification/compose';
import type { OutcomeEvent } from './events';
import type { Invocation } from './invocation';
import { metricsOf } from './metrics';

/** What telling of an execution came to. */
export interface Announced {
  readonly executionArn: string;
  /** SNS's id of the e-mail; undefined when it had been told of before. */
  readonly messageId: string | undefined;
}

/** Of the function's time, the most that something beside the e-mail may take, ms. */
const BESIDE_MS = 10_000;

/**
 * Tells the topic of the end of an execution. EventBridge and Lambda both deliver at least once, and Lambda tries again
 * after an error. So one that was told of is marked, and nothing after the e-mail can fail the function; nor can the
 * metrics before it. Between the e-mail and the mark lies one call: a process that dies in it tells twice, which is
 * better than not at all.
 *
 * @throws errors of AWS in words when the execution cannot be described or the e-mail not be published: Lambda tries
 *   again, and then a rule sends the plain e-mail instead
 */
export async function announce(invocation: Invocation, event: OutcomeEvent): Promise<Announced> {
  const { connections, settings, log, signal } = invocation;
  const { executionArn, isTest } = event;
  if (
    !isTest &&
    (await optional(invocation, 'mark not read', (s) => isNotified(connections, executionArn, s)))
  ) {
    log.info({ message: 'told before', executionArn });
    return { executionArn, messageId: undefined };
  }
  const execution = await withItsLog(invocation, await described(invocation, event));
  const task = await optional(invocation, 'task not described', (s): Promise<TaskRecord> =>
    describeTask(connections, settings.taskArn, s),
  );
  if (execution && !isTest) {
    const { metricNamespace, taskArn } = settings;
    await optional(invocation, 'metrics not published', (s) =>
      putMetrics(connections, metricNamespace, idOf(taskArn), metricsOf(execution), s),
    );
  }
  const mail = composeMail({
    state: event.state,
    executionArn,
    execution,
    task,
    place: settings,
    ...(isTest ? { testEventId: event.id } : {}),
  });
  const messageId = await publishMail(connections, settings.topicArn, mail, signal);
  log.info({ message: 'published', executionArn, messageId, subject: mail.subject });
  if (!isTest) await optional(invocation, 'not marked', (s) => markNotified(connections, executionArn, s));
  return { executionArn, messageId };
}

/** What DataSync calls executions. It refuses other ids as invalid, which is another answer than "no such execution". */
const EXECUTION_ID = /^exec-[0-9a-f]{17}$/;

/** The execution; undefined when a test names one that there is not, or that there cannot be (`exec-test…`). */
async function described(
  { connections, signal }: Invocation,
  { executionArn, isTest }: OutcomeEvent,
): Promise<ExecutionRecord | undefined> {
  if (isTest && !EXECUTION_ID.test(idOf(executionArn))) return undefined;
  try {
    return await describeExecution(connections, executionArn, signal);
  } catch (error) {
    if (isTest && error instanceof NoSuchExecutionError) return undefined;
    throw error;
  }
}

/** With what its log tells of failures, where nothing else does. */
async function withItsLog(
  invocation: Invocation,
  execution: ExecutionRecord | undefined,
): Promise<ExecutionRecord | undefined> {
  if (execution === undefined || !leavesOpen(execution)) return execution;
  const { connections, settings } = invocation;
  const failureLog = await optional(invocation, 'log not read', (signal) =>
    readFailureLog(connections, settings.logGroupName, execution, signal),
  );
  return failureLog ? { ...execution, failureLog } : execution;
}

/** Does what the e-mail does not depend on; a failure is a line in the log. */
async function optional<T>(
  { log, signal }: Invocation,
  message: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work(AbortSignal.any([signal, AbortSignal.timeout(BESIDE_MS)]));
  } catch (error) {
    log.warn({ message, reason: (error as Error).message });
    return undefined;
  }
}
