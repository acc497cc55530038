import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { idOf } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { named } from './named';

/** What DataSync begins the line of a failure with. */
const FAILURE = /^\[(ERROR|WARN)\]/;
/** Pages looked through: failures may be far apart in the log of a large run, and nobody waits for all of it. */
const MOST_PAGES = 10;

/**
 * The first lines about failures in an execution's log, oldest first. DataSync names a log stream after task and
 * execution, and writes to it with some delay: what is not there yet is missing.
 *
 * @throws errors of AWS in words
 */
export async function readFailureLines(
  connections: Connections,
  logGroupName: string,
  executionArn: string,
  most: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const logs = connections.client(CloudWatchLogsClient);
  const [taskArn = ''] = executionArn.split('/execution/');
  const stream = `${idOf(taskArn)}-${idOf(executionArn)}`;
  const lines: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES && lines.length < most; page += 1) {
    const command = new FilterLogEventsCommand({
      logGroupName,
      logStreamNamePrefix: stream,
      filterPattern: '?"[ERROR]" ?"[WARN]"',
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const call = logs.send(command, abortable(signal));
    const answer = await named(connections, 'logs:FilterLogEvents', logGroupName, call);
    const own = (answer.events ?? []).filter(({ logStreamName }) => logStreamName?.startsWith(stream));
    lines.push(...own.map(({ message = '' }) => message.trim()).filter((line) => FAILURE.test(line)));
    ({ nextToken } = answer);
    if (nextToken === undefined) break;
  }
  return lines.slice(0, most);
}
