import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { TRANSFER_FAILURES_PATTERN } from '@strata/naming';
import { type FailureLog, summarise, tellsOfFailure } from '../failure-lines';
import { type ExecutionRecord, idOf } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { named } from './named';

/** An execution whose log is read. */
export type Logged = Pick<ExecutionRecord, 'arn' | 'startedAt' | 'endedAt'>;

/** Nobody waits for all of a large log, ms. */
const MOST_MS = 8000;
/** Failures that are counted. */
const MOST_LINES = 1000;
/** Lines may be dated by another clock, and come with some delay. */
const MARGIN_MS = 15 * 60_000;

/**
 * Reads what an execution's log tells of failures. DataSync names a log stream after task and execution, and writes to it
 * with some delay: what is not there yet is missing. It is looked for by the beginning of the stream's name, since a
 * stream that is not there yet is no error then.
 *
 * It is given up after some seconds, never after a number of pages: CloudWatch Logs answers an empty page with a token
 * where it searched and found nothing.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 *
 * @param mostMs how long to look at most
 * @throws errors of AWS in words
 */
export async function readFailureLog(
  connections: Connections,
  logGroupName: string,
  execution: Logged,
  signal?: AbortSignal,
  mostMs = MOST_MS,
): Promise<FailureLog> {
  const logs = connections.client(CloudWatchLogsClient);
  const stream = streamOf(execution.arn);
  const deadline = performance.now() + mostMs;
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({
      logGroupName,
      logStreamNamePrefix: stream,
      filterPattern: TRANSFER_FAILURES_PATTERN,
      ...timesOf(execution),
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const call = logs.send(command, abortable(signal));
    const answer = await named(connections, 'logs:FilterLogEvents', logGroupName, call);
    const own = (answer.events ?? []).filter(({ logStreamName }) => logStreamName?.startsWith(stream));
    lines.push(...own.map(({ message = '' }) => message.trim()).filter(tellsOfFailure));
    ({ nextToken } = answer);
  } while (nextToken !== undefined && lines.length < MOST_LINES && performance.now() < deadline);
  return summarise(lines, nextToken === undefined);
}

function streamOf(executionArn: string): string {
  const [taskArn = ''] = executionArn.split('/execution/');
  return `${idOf(taskArn)}-${idOf(executionArn)}`;
}

/** Without an end the search goes on to now: a run that has not ended, or that AWS says no time of. */
function timesOf({ startedAt, endedAt }: Logged): { readonly startTime?: number; readonly endTime?: number } {
  return {
    ...(startedAt ? { startTime: startedAt.getTime() - MARGIN_MS } : {}),
    ...(endedAt ? { endTime: endedAt.getTime() + MARGIN_MS } : {}),
  };
}
