import { ExitCode, helpText, type Progress, startProgress, UsageError } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { tally } from '../outcome';
import { policyOf, type Session, withSession } from '../session';
import { type AskedDestinations, destinationsOf } from './destination';
import type { CopyEvent } from './events';
import { hasFailed, wasRefused } from './report';
import { plansJson, plansText, reportJson, reportText } from './report-text';
import { readCopyPlans, runCopy } from './run';

interface CopyCommandOptions extends CommonOptions, AskedDestinations {
  readonly wait?: boolean;
  readonly dryRun?: boolean;
}

/** `strata snapshots copy`: completed snapshots to other Regions, and retention there. */
export function copyCommand(): Command {
  return withCommonOptions(new Command('copy'))
    .description("copy completed snapshots to other Regions, and apply the copies' retention there")
    .option('--to-region <region...>', "Regions to copy to (default: the policy's copies)", regionOf)
    .option('--kms-key <key>', 'KMS key of that Region: id, ARN or alias (default: as configured)')
    .option('--wait', 'wait until the copies are complete, with progress in percent')
    .option('--dry-run', 'print what would be copied and why, and copy nothing')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots copy --dry-run', 'what would be copied, newest first'],
          ['strata snapshots copy --wait', 'to the Regions of the policy, until it is done'],
          ['strata snapshots copy --to-region eu-west-1 --kms-key alias/backup', 'elsewhere, this once'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((options: CopyCommandOptions) => withSession(options, (session) => copy(session, options)));
}

async function copy(session: Session, options: CopyCommandOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const policy = policyOf(environment, options.policy);
  const destinations = destinationsOf(policy, connections.target.region, options);
  if (options.dryRun) {
    const plans = await readCopyPlans(connections, policy, { destinations, signal });
    const now = connections.clock.now();
    output.result(plansJson(policy.config.name, plans), () => plansText(plans, now));
    return;
  }
  const steps = destinations.map(({ region }) => ({ key: region, title: `Copying to ${region}` }));
  const progress = await startProgress(steps, output);
  try {
    for (const { region } of destinations) progress.start(region);
    const onEvent = showIn(progress);
    const report = await runCopy(connections, policy, { destinations, signal, wait: options.wait, onEvent });
    for (const { region, items, failure } of report.destinations) {
      const { done, failed, skipped } = tally(items);
      if (failure !== undefined) progress.fail(region, failure);
      else if (failed > 0) progress.fail(region, `${failed} of ${items.length} failed`);
      else progress.done(region, `${done} copied, ${skipped} skipped`);
    }
    await progress.stop();
    output.result(reportJson(report), () => reportText(report));
    if (hasFailed(report)) process.exitCode = ExitCode.failed;
    else if (wasRefused(report)) process.exitCode = ExitCode.refused;
  } finally {
    await progress.stop();
  }
}

function showIn(progress: Progress): (event: CopyEvent) => void {
  const started = new Map<string, number>();
  return (event) => {
    const { kind, region } = event;
    if (kind === 'started') {
      started.set(region, (started.get(region) ?? 0) + 1);
      progress.update(region, `${started.get(region)} started`);
    } else if (kind === 'waiting') {
      progress.update(region, `${event.notStarted} wait for their turn`);
    } else if (kind === 'progress') {
      progress.update(region, `${event.settled} of ${started.get(region) ?? 0} complete, ${event.percent} %`);
    }
  };
}

function regionOf(text: string, before: readonly string[] = []): string[] {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) return [...before, text];
  throw new UsageError({ what: 'This is no AWS Region', got: text, allowed: 'names such as eu-west-1' });
}
