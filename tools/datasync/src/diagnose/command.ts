import { ExitCode, helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { withAbortableSession } from '../session';
import { readEvidence } from './inventory';
import { inEnvironment } from './check';
import { diagnose, outcomeOf, tally } from './plan';
import { diagnosisText } from './report';

/** Unsound before unknown: what is known to be in the way is to be mended first. */
const EXIT_CODES = {
  unsound: ExitCode.objectiveNotMet,
  unknown: ExitCode.failed,
} as const;

/** `strata datasync diagnose`: what would keep a transfer from working. */
export function diagnoseCommand(): Command {
  return withCommonOptions(new Command('diagnose'))
    .description('check all that the transfer stands on: task, share, network, roles, archive, key, log')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata datasync diagnose', 'what is in the way, with the evidence and the fix'],
          ['strata datasync diagnose --json', 'the same for programs'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action((options: CommonOptions) =>
      withAbortableSession(options, async ({ connections, environment, output, taskArn, signal }) => {
        const rpoMinutes = environment.backup.objectives.rpoHours * 60;
        const found = diagnose(await readEvidence(connections, taskArn, rpoMinutes, signal));
        const checks = found.map((check) => inEnvironment(check, environment.name));
        const outcome = outcomeOf(checks);
        output.result({ taskArn, sound: outcome === 'sound', ...tally(checks), checks }, () =>
          diagnosisText(checks, output.colors),
        );
        if (outcome !== 'sound') process.exitCode = EXIT_CODES[outcome];
      }),
    );
}
