import { ExitCode, helpText, UsageError } from '@strata/cli-kit';
import { Command, Option } from 'commander';
import { randomBytes } from 'node:crypto';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { prepareTrial, runTrial } from './execute';
import { trialReport, trialText } from './report';
import { TEST_EVENTS, type TestEvent } from './test-event';

interface TestOptions extends CommonOptions {
  readonly event: TestEvent;
  /** Seconds. */
  readonly timeout: number;
  readonly dryRun?: boolean;
}

/** `strata alerts test`: a test event on the way of the real ones. */
export function testCommand(): Command {
  const event = new Option('--event <kind>', 'what to pretend')
    .choices(Object.keys(TEST_EVENTS))
    .default('error');
  return withCommonOptions(new Command('test'))
    .description(
      'send a test event the way of the real ones, and say where it stopped when it does not arrive',
    )
    .addOption(event)
    .option('--timeout <seconds>', 'how long to wait', seconds, 60)
    .option('--dry-run', 'show the event; send nothing')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata alerts test', 'an e-mail about a transfer that failed, marked as a test'],
          ['strata alerts test --event snapshot-failed', 'the same about a snapshot'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action((options: TestOptions) => withSession(options, (session) => test(session, options)));
}

async function test(session: Session, options: TestOptions): Promise<void> {
  const { output, signal } = session;
  // Of the length that ids of executions and snapshots have.
  const testId = `test${randomBytes(7).toString('hex').slice(0, 13)}`;
  const trial = await prepareTrial(session, options.event, testId);
  if (options.dryRun) {
    const { event, ruleName } = trial;
    output.result({ ruleName, event }, () => `For the rule ${ruleName}:\n${JSON.stringify(event, null, 2)}`);
    return;
  }
  output.note(`Sending ${testId} through the rule ${trial.ruleName}; waiting up to ${options.timeout} s.`);
  const note = output.note.bind(output);
  const result = await runTrial(session, trial, { timeoutMs: options.timeout * 1000, signal, note });
  const report = trialReport(trial, result);
  output.result(report, () => trialText(report));
  if (!report.heard) process.exitCode = ExitCode.objectiveNotMet;
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 3600) return value;
  throw new UsageError({ what: 'This is no time to wait', got: text, allowed: 'whole seconds, 1 to 3600' });
}
