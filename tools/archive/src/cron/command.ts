import { dirname, join } from 'node:path';
import { createOutput, ExitCode, helpText } from '@strata/cli-kit';
import { findConfigDir } from '@strata/config';
import { chosenEnvironment } from '@strata/session';
import { cronZoneWarning, hostScheduleText } from '@strata/user-data';
import { Command, Option } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { CRON_FORMATS, type CronFormat, planCron } from './plan';

interface CronOptions extends CommonOptions {
  readonly format: CronFormat;
  readonly schedule: string;
  readonly name?: string;
  readonly user?: string;
  readonly logFile?: string;
  readonly lockFile?: string;
  readonly program?: string;
}

/** `strata archive cron`: what a host's own scheduler needs to sync. */
export function cronCommand(): Command {
  return withCommonOptions(new Command('cron'))
    .description('print a crontab or a systemd timer that syncs, with lock, log and log rotation')
    .argument('<source>', 'as of `strata archive sync`; a directory by its absolute path')
    .argument('<destination>', 'the same')
    .argument('[extra...]', 'further arguments of `strata archive sync`, after --')
    .addOption(
      new Option('--format <format>', 'what is printed; a crontab is in UTC with cronie only, systemd always')
        .choices(CRON_FORMATS)
        .default('crontab'),
    )
    .requiredOption('--schedule <expression>', 'five fields of cron, or a calendar of systemd; UTC')
    .option('--name <name>', 'of the files (default: strata-archive-<environment>-<destination>)')
    .option('--log-file <path>', 'where runs are logged (default: one per name in /var/log/strata)')
    .option('--lock-file <path>', 'keeps two runs apart (default: one per name in /var/lib/strata)')
    .option('--user <name>', 'the user that it runs as (default: strata)')
    .option('--program <path>', 'the strata program on that host (default: the one beside its config/)')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ["strata archive cron /mnt/efs archive:share --schedule '15 3 * * *'", 'files for /etc/cron.d'],
          [
            "strata archive cron /mnt/efs archive:share --schedule '*-*-* 03:15:00 UTC' --format systemd -- --delete",
            'units, and more arguments',
          ],
        ],
        exitCodes: [ExitCode.done, ExitCode.usage],
      }),
    )
    .action(
      (source: string, destination: string, extraArguments: readonly string[], options: CronOptions) => {
        const environment = chosenEnvironment(options);
        const { format, user, region = environment.region } = options;
        const program = options.program ?? join(dirname(findConfigDir()), 'strata');
        const request = { ...options, environment, region, program, source, destination, extraArguments };
        const plan = planCron(request, format);
        const output = createOutput(options);
        const warning = format === 'crontab' ? cronZoneWarning() : undefined;
        if (warning !== undefined) output.note(warning);
        output.result(plan, () => hostScheduleText(plan, user));
      },
    );
}
