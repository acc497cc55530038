import { confirm, ExitCode, helpText, plural, UsageError } from '@strata/cli-kit';
import { Command } from 'commander';
import type { Tag } from '../model';
import { type CommonOptions, tagOf, volumeIds, withCommonOptions } from '../options';
import { originIn } from '../policy';
import { type CountedProgress, startCounted } from '../progress';
import { policyOf, type Session, withSession } from '../session';
import type { PruneOverrides, PrunePlan, PruneScope } from './plan';
import { planText } from './plan-text';
import { pruneJson } from './report';
import { pruneText } from './report-text';
import { type RetentionOptions, retentionOf, withRetentionOptions } from './retention-options';
import { type PruneOptions as RunOptions, readPrunePlan, runPrune } from './run';

interface PruneCommandOptions extends CommonOptions, RetentionOptions {
  readonly volume?: readonly string[];
  readonly adopt?: Tag;
  readonly unsafeAllowRemoveAll?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `strata snapshots prune`: shows what the policy no longer keeps, asks, and removes it. */
export function pruneCommand(): Command {
  const command = withCommonOptions(new Command('prune'))
    .description('remove the snapshots that the policy no longer keeps; never the newest completed one')
    .option('--volume <id...>', 'only snapshots of these volumes, existing or not', volumeIds);
  return withRetentionOptions(command)
    .option('--adopt <key=value>', 'treat snapshots with this tag as the policy’s own', tagOf)
    .option('--unsafe-allow-remove-all', 'let even the last snapshot of the volumes named by --volume go')
    .option('--dry-run', 'print the plan and remove nothing')
    .option('--yes', 'remove without asking')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots prune --dry-run', 'what would go, and why the rest stays'],
          ['strata snapshots prune --yes', 'remove without asking'],
          ['strata snapshots prune --keep-last 2 --keep-within 30d', 'by other rules, this once'],
          ['strata snapshots prune --max-remove 200 --max-remove 80%', 'with other caps'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((options: PruneCommandOptions) => withSession(options, (session) => prune(session, options)));
}

async function prune(session: Session, options: PruneCommandOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const policy = policyOf(environment, options.policy);
  const origin = originIn(policy, connections.target.region, environment.region);
  const scope: PruneScope = { origin, volumeIds: options.volume };
  const request: RunOptions = { overrides: overridesOf(options), scope, signal };
  if (options.dryRun) {
    const plan = await readPrunePlan(connections, policy, request);
    output.result(pruneJson(plan), () => planText(plan));
    if (plan.refusals.length > 0) process.exitCode = ExitCode.refused;
    return;
  }
  let progress: CountedProgress | undefined;
  try {
    const report = await runPrune(connections, policy, {
      ...request,
      onPlan: async (plan) => {
        await showAndAsk(plan, session, options.yes ?? false);
        if (plan.refusals.length === 0) progress = await startCounted('Removing', plan.remove.length, output);
      },
      onItem: (item) => progress?.ended(item),
    });
    await progress?.stop();
    output.result(pruneJson(report.plan, report.items), () => pruneText(report));
    if (report.tally.failed > 0) process.exitCode = ExitCode.failed;
  } finally {
    await progress?.stop();
  }
}

/** The plan comes first. As JSON it comes with its outcome, unless it is refused: then there will be no outcome. */
async function showAndAsk(plan: PrunePlan, { output }: Session, yes: boolean): Promise<void> {
  if (output.mode === 'text' || plan.refusals.length > 0)
    output.result(pruneJson(plan), () => planText(plan));
  if (plan.refusals.length > 0 || plan.remove.length === 0 || yes) return;
  await confirm(`Remove ${plural(plan.remove.length, 'snapshot')}? This cannot be taken back.`);
}

function overridesOf(options: PruneCommandOptions): PruneOverrides {
  const { maxRemove, adopt, unsafeAllowRemoveAll, volume } = options;
  if (unsafeAllowRemoveAll && volume === undefined) {
    throw new UsageError({
      what: '--unsafe-allow-remove-all needs a scope',
      allowed: 'together with --volume, for the volumes whose last snapshot may go',
    });
  }
  return { retention: retentionOf(options), maxRemove, adopt, unsafeAllowRemoveAll };
}
