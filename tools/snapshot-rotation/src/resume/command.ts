import { confirm, ExitCode, helpText, UsageError } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { tally } from '../outcome';
import { policyOfRun } from '../run-id';
import { policyOf, type Session, withSession } from '../session';
import { executeResume } from './execute';
import { resumePlanText, resumeText } from './report';
import { isClean, resumePlanFor } from './run-resume';

interface ResumeCommandOptions extends CommonOptions {
  readonly forceRun?: readonly string[];
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `strata snapshots resume`: puts right what an interrupted run left. */
export function resumeCommand(): Command {
  return withCommonOptions(new Command('resume'))
    .description('put right what interrupted runs left: start, thaw, complete tags, free volumes')
    .option(
      '--force-run <id...>',
      'also what this run left, though its lease still holds: it is known to be dead',
    )
    .option('--all', 'also what any run left whose lease still holds')
    .option('--dry-run', 'print what would be done, and do nothing')
    .option('--yes', 'do it without asking, also to runs whose leases hold')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots resume', 'after a crash, once the leases of the run have ended (10 minutes)'],
          [
            'strata snapshots resume --force-run default-20260131T031500Z-1a2b3c',
            'at once, for a run known dead',
          ],
          ['strata snapshots resume --dry-run', 'what is left, and whose it is'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((options: ResumeCommandOptions) => withSession(options, (session) => resume(session, options)));
}

async function resume(session: Session, options: ResumeCommandOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { forceRun = [], all = false, dryRun = false, yes = false } = options;
  if (options.policy !== undefined) policyOf(environment, options.policy);
  for (const runId of forceRun) checkRunId(runId);
  const force = all ? 'all' : forceRun;
  const plan = await resumePlanFor(connections, environment, { policy: options.policy, force }, signal);
  if (dryRun) return output.result({ plan, items: [] }, () => resumePlanText(plan));
  const forced = all || forceRun.length > 0;
  if (forced && !isClean(plan) && !yes) {
    output.note(resumePlanText(plan));
    await confirm('Are these runs dead? One that still works would find its instances started under it.');
  }
  const items = await executeResume(connections, plan);
  output.result({ plan, items }, () => resumeText(plan, items));
  if (tally(items).failed > 0) process.exitCode = ExitCode.failed;
}

function checkRunId(runId: string): void {
  if (policyOfRun(runId) !== undefined) return;
  throw new UsageError({
    what: 'This is no run id',
    got: runId,
    allowed: 'ids such as default-20260131T031500Z-1a2b3c; --dry-run names the runs that left something',
  });
}
