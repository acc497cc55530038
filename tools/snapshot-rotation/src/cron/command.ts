import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createOutput, ExitCode, helpText, UsageError } from '@strata/cli-kit';
import { findConfigDir } from '@strata/config';
import { chosenEnvironment } from '@strata/session';
import { cronZoneWarning, hostScheduleText } from '@strata/user-data';
import { Command, Option } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { policyOf } from '../session';
import { CRON_FORMATS, type CronFormat, type CronRequest, planCron } from './plan';

interface CronOptions extends CommonOptions {
  readonly format: CronFormat;
  readonly schedule?: string;
  readonly user?: string;
  readonly logFile?: string;
  readonly lockFile?: string;
  readonly program?: string;
}

/** `strata snapshots cron`: what a host's own scheduler needs to rotate the snapshots of a policy. */
export function cronCommand(): Command {
  return withCommonOptions(new Command('cron'))
    .description('print a crontab or a systemd timer that rotates a policy, with lock, log and log rotation')
    .argument('[extra...]', 'further arguments of `strata snapshots rotate`, after --')
    .addOption(
      new Option('--format <format>', 'what is printed; a crontab is in UTC with cronie only, systemd always')
        .choices(CRON_FORMATS)
        .default('crontab'),
    )
    .option('--schedule <expression>', "an AWS expression or one of the format's own (default: the policy's)")
    .option('--log-file <path>', 'where runs are logged (default: one per policy in /var/log/strata)')
    .option('--lock-file <path>', 'keeps two runs apart (default: one per policy in /var/lib/strata)')
    .option('--user <name>', 'the user that it runs as (default: strata)')
    .option('--program <path>', 'the strata program on that host (default: the one that runs now)')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots cron', 'a file for /etc/cron.d, and the rotation of its log'],
          ['strata snapshots cron --format systemd --json', 'units by path, for a script'],
          ["strata snapshots cron --schedule '0 4 * * 1-5' -- --json", 'other times, more arguments'],
        ],
        exitCodes: [ExitCode.done, ExitCode.usage],
      }),
    )
    .action((extraArguments: readonly string[], options: CronOptions) => {
      const environment = chosenEnvironment(options);
      const request: CronRequest = {
        environment,
        policy: policyOf(environment, options.policy),
        region: options.region ?? environment.region,
        program: options.program ?? ownProgram(),
        extraArguments,
        schedule: options.schedule,
        user: options.user,
        logFile: options.logFile,
        lockFile: options.lockFile,
      };
      const plan = planCron(request, options.format);
      const output = createOutput(options);
      const warning = options.format === 'crontab' ? cronZoneWarning() : undefined;
      if (warning !== undefined) output.note(warning);
      output.result(plan, () => hostScheduleText(plan, options.user));
    });
}

/** The launcher beside the environment files that are in use: cron starts in the user's home, so its path is absolute. */
function ownProgram(): string {
  const launcher = join(dirname(findConfigDir()), 'strata');
  if (existsSync(launcher)) return launcher;
  throw new UsageError({
    what: 'The strata program is not where its configuration is',
    got: launcher,
    fix: 'Say where it is on that host: --program /usr/local/bin/strata',
  });
}
