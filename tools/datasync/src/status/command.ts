import { ExitCode, helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { withAbortableSession } from '../session';
import { statusJson, statusText } from './report';
import { runStatus } from './run';

/** `strata datasync status`: whether the newest backup is young enough. */
export function statusCommand(): Command {
  return withCommonOptions(new Command('status'))
    .description('compare the age of the newest backup with the RPO')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata datasync status', 'exit code 4 when the RPO is missed, or nothing was backed up'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action((options: CommonOptions) =>
      withAbortableSession(options, async ({ connections, environment, output, taskArn, signal }) => {
        const rpoMinutes = environment.backup.objectives.rpoHours * 60;
        const status = await runStatus(connections, taskArn, rpoMinutes, { signal });
        output.result(statusJson(status), () => statusText(status));
        if (!status.met) process.exitCode = ExitCode.objectiveNotMet;
      }),
    );
}
