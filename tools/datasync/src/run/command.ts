import { ExitCode, helpText, InterruptedError } from '@strata/cli-kit';
import { withEnvironment } from '@strata/naming';
import { Command } from 'commander';
import { hasFailedItems } from '../failed-items';
import { withFailureLogs } from '../failure-log';
import { describeArchive, describeTask } from '../gateway/tasks';
import { idOf } from '../model';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { followRun } from './execute';
import { askOnTerminal, canAskOnTerminal, decideInterrupt } from './interrupt';
import { planRun, type RunWish } from './plan';
import { executionJson, planText, runText } from './report';
import { readUnderWay, startOrJoin } from './start';

interface RunOptions extends CommonOptions {
  readonly wait?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly override?: readonly string[];
  readonly dryRun?: boolean;
  readonly cancelOnInterrupt?: boolean;
}

/** `strata datasync run`: starts the task, or joins the run that is under way. */
export function runCommand(): Command {
  return withCommonOptions(new Command('run'))
    .description('start the task, or join the run that is under way')
    .option('--wait', 'follow the run to its end, and fail when it or a file of it fails')
    .option('--include <pattern...>', "only what matches, in place of the task's own patterns")
    .option('--exclude <pattern...>', "without what matches, beside the task's own patterns")
    .option('--override <name=value...>', 'an option of the task, for this run only')
    .option('--dry-run', 'print what would be started and start nothing')
    .option('--cancel-on-interrupt', 'with --wait: Ctrl-C cancels the run without asking')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata datasync run --wait', 'run it now and see how it ends'],
          ['strata datasync run --wait --include /projects', 'one folder'],
          ['strata datasync run --override BytesPerSecond=10485760', 'at 10 MiB/s'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((options: RunOptions) => withSession(options, (session) => run(session, options)));
}

async function run(session: Session, options: RunOptions): Promise<void> {
  const { connections, environment, output, taskArn } = session;
  const { override: overrides = [], include = [], exclude = [] } = options;
  const wish: RunWish = { overrides, include, exclude };
  const task = await describeTask(connections, taskArn);
  const [underWay, { storageClass }] = await Promise.all([
    readUnderWay(connections, taskArn),
    describeArchive(connections, task.destinationLocationArn),
  ]);
  const surroundings = { task, underWay, storageClass };
  if (options.dryRun) {
    const plan = planRun(wish, surroundings);
    output.result({ taskArn, plan }, () => planText(plan, task));
    return;
  }
  const { executionArn, joined } = await startOrJoin(connections, wish, surroundings);
  const value = { taskArn, executionArn, executionId: idOf(executionArn), joined };
  if (!options.wait) {
    output.result(value, () =>
      [
        `${joined ? 'Joined' : 'Started'} ${executionArn}`,
        withEnvironment('Follow it: ./strata datasync run --wait', environment.name),
        withEnvironment(
          `See how it ended: ./strata datasync history ${idOf(executionArn)}`,
          environment.name,
        ),
      ].join('\n'),
    );
    return;
  }
  output.note(`${joined ? 'Joined the run under way' : 'Started'}: ${executionArn}`);
  const { execution: seen, how } = await followRun(connections, executionArn, output, {
    decide: () =>
      decideInterrupt({
        cancel: options.cancelOnInterrupt ?? false,
        canAsk: canAskOnTerminal(),
        ask: askOnTerminal,
      }),
  });
  const [execution] = seen ? await withFailureLogs(connections, task, [seen]) : [];
  if (execution) {
    output.result({ ...value, how, ...executionJson(execution) }, () =>
      withEnvironment(runText(execution), environment.name),
    );
  }
  if (how === 'left') throw new InterruptedError(`Stopped watching; the run goes on: ${executionArn}`);
  if (how === 'cancelled') throw new InterruptedError(`The run was cancelled: ${executionArn}`);
  const whole = execution?.status === 'SUCCESS' && !hasFailedItems(execution);
  if (!whole) process.exitCode = ExitCode.failed;
}
