import { ExitCode, helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { withSession } from '../session';
import { readEvidence } from './inventory';
import { checklist, isSound } from './plan';
import { checkText, tally } from './report';

/** `strata alerts check`: the notification checklist. */
export function checkCommand(): Command {
  return withCommonOptions(new Command('check'))
    .description(
      'check each step from the event to the mailbox: rules, targets, topic, key, subscriptions, alarms',
    )
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata alerts check', 'what would keep an alert from arriving, and what to do about it'],
          ['strata alerts check --json', 'the same for programs'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action((options: CommonOptions) =>
      withSession(options, async (session) => {
        const { environment, output } = session;
        const checks = checklist(await readEvidence(session));
        const sound = isSound(checks);
        output.result({ environment: environment.name, sound, ...tally(checks), checks }, () =>
          checkText(checks, output.colors),
        );
        if (!sound) process.exitCode = ExitCode.objectiveNotMet;
      }),
    );
}
