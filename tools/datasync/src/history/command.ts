import { helpText } from '@strata/cli-kit';
import { withEnvironment } from '@strata/naming';
import { Command } from 'commander';
import { BadExecutionIdError } from '../errors';
import { withFailureLogs } from '../failure-log';
import { describeExecution } from '../gateway/executions';
import { describeTask } from '../gateway/tasks';
import { readExecutions } from '../inventory';
import { REMEMBERED_DAYS } from '../model';
import { type CommonOptions, withCommonOptions } from '../options';
import { executionJson, runText } from '../run/report';
import { type AbortableSession, withAbortableSession } from '../session';
import { parseSince } from '../since';
import { planHistory } from './plan';
import { historyJson, historyText } from './report';

interface HistoryOptions extends CommonOptions {
  readonly since?: string;
}

/** How far back a history goes. */
const DEFAULT_SINCE = `${REMEMBERED_DAYS}d`;

/** `strata datasync history`: what the runs did, or one of them in full. */
export function historyCommand(): Command {
  return withCommonOptions(new Command('history'))
    .argument('[execution]', 'id or ARN of one run, to see it in full')
    .description('list the runs with result, counts and durations; or one of them in full')
    .option(
      '--since <moment>',
      `how far back: an age such as 7d, or a time (default: ${DEFAULT_SINCE}, as far as AWS remembers)`,
    )
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata datasync history --since 7d', 'the last week, and its longest gap'],
          ['strata datasync history exec-0123456789abcdef0', 'one run, with what went wrong'],
        ],
      }),
    )
    .action((execution: string | undefined, options: HistoryOptions) =>
      withAbortableSession(options, (session) =>
        execution === undefined ? history(session, options) : one(session, execution),
      ),
    );
}

async function history(session: AbortableSession, options: HistoryOptions): Promise<void> {
  const { connections, environment, output, taskArn, signal } = session;
  const { since: asked = DEFAULT_SINCE } = options;
  // What cannot be read is told before AWS is asked.
  parseSince(asked, new Date());
  const task = await describeTask(connections, taskArn, signal);
  const read = await readExecutions(connections, taskArn, signal);
  const executions = await withFailureLogs(connections, task, read, signal);
  const now = connections.clock.now();
  const rpoMinutes = environment.backup.objectives.rpoHours * 60;
  const since = parseSince(asked, now);
  const plan = planHistory({ task, executions, since, now, rpoMinutes });
  output.result({ taskArn, ...historyJson(plan) }, () =>
    withEnvironment(historyText(plan), environment.name),
  );
}

async function one(
  { connections, environment, output, taskArn, signal }: AbortableSession,
  named: string,
): Promise<void> {
  const read = await describeExecution(connections, executionArnOf(named, taskArn), signal);
  const task = await describeTask(connections, taskArn, signal);
  const [execution = read] = await withFailureLogs(connections, task, [read], signal);
  output.result({ taskArn, ...executionJson(execution) }, () =>
    withEnvironment(runText(execution), environment.name),
  );
}

/**
 * The ARN of an execution that is named by its id or its ARN. Pure.
 *
 * @throws BadExecutionIdError when it is neither, or of another task
 */
export function executionArnOf(named: string, taskArn: string): string {
  const id = named.startsWith(`${taskArn}/execution/`) ? named.slice(taskArn.length + 11) : named;
  if (!/^exec-[0-9a-f]{17}$/.test(id)) throw new BadExecutionIdError(named, taskArn);
  return `${taskArn}/execution/${id}`;
}
