import { ExitCode, helpText } from '@strata/cli-kit';
import type { EnvironmentConfig } from '@strata/config';
import { metricNamespace } from '@strata/naming';
import { Command } from 'commander';
import { putMetrics } from '../gateway/metrics';
import { type CommonOptions, withCommonOptions } from '../options';
import { policiesOf, type Session, withSession } from '../session';
import { statusMetrics } from './metrics';
import type { StatusReport } from './plan';
import { statusJson, statusText } from './report';
import { runStatus } from './run';

interface StatusOptions extends CommonOptions {
  readonly metrics?: boolean;
}

/** `strata snapshots status`: whether the newest backups are young enough. */
export function statusCommand(): Command {
  return withCommonOptions(new Command('status'))
    .description("compare the age of each volume's newest completed snapshot with the RPO")
    .option('--metrics', 'publish the worst age and the number of volumes over the RPO to CloudWatch')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots status', 'of all policies of the environment'],
          ['strata snapshots status --policy default --metrics', 'one policy, published too'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action((options: StatusOptions) => withSession(options, (session) => status(session, options)));
}

async function status(session: Session, options: StatusOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const reports: StatusReport[] = [];
  for (const policy of policiesOf(environment, options.policy)) {
    const report = await runStatus(connections, policy, rpoMinutesOf(environment), signal);
    reports.push(report);
    if (!options.metrics) continue;
    const namespace = metricNamespace({ ...environment, environment: environment.name });
    await putMetrics(connections, namespace, policy.config.name, statusMetrics(report), signal);
  }
  const value = { environment: environment.name, policies: reports.map(statusJson) };
  output.result(value, () => reports.map(statusText).join('\n\n'));
  if (reports.some(({ unread }) => unread.length > 0)) process.exitCode = ExitCode.failed;
  else if (reports.some(({ over }) => over > 0)) process.exitCode = ExitCode.objectiveNotMet;
}

/** The environment's recovery point objective, minutes. */
export function rpoMinutesOf({ backup }: EnvironmentConfig): number {
  return backup.objectives.rpoHours * 60;
}
