import { ExitCode, helpText, type Progress, startProgress, UsageError } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, snapshotId, volumeIds, withCommonOptions } from '../options';
import { policyOf, type Session, withSession } from '../session';
import { hasFailed, isTooSlow } from './report';
import { drillJson, drillText } from './report-text';
import { planJson, planText } from './plan-text';
import { type DrillEvent, plannedDrill, runDrill } from './run';

/** Blocks that are read where nothing else is asked for: 32 MiB, seconds of reading. */
const DEFAULT_SAMPLE = 64;

interface DrillCommandOptions extends CommonOptions {
  readonly volume?: readonly string[];
  readonly snapshot?: string;
  readonly all?: boolean;
  readonly zone?: string;
  readonly sample: number;
  readonly allBlocks?: boolean;
  readonly seed?: string;
  readonly dryRun?: boolean;
}

/** `strata snapshots drill`: restores snapshots for real, looks whether they are good, and deletes what it made. */
export function drillCommand(): Command {
  return withCommonOptions(new Command('drill'))
    .description('restore a volume from its newest snapshot, verify it, time it against the RTO, delete it')
    .option('--volume <id...>', 'these volumes (default: the one that was drilled longest ago)', volumeIds)
    .option('--snapshot <id>', 'this snapshot', snapshotId)
    .option('--all', 'every volume of the policy')
    .option('--zone <name>', "Availability Zone to restore in (default: the volume's own)")
    .option(
      '--sample <blocks>',
      'how many blocks are read and compared with their checksums',
      sampleOf,
      DEFAULT_SAMPLE,
    )
    .option('--all-blocks', 'read all of them: takes a while, and AWS bills the requests')
    .option('--seed <text>', 'chooses the blocks (default: the run)')
    .option('--dry-run', 'print what would be restored and cleaned up, and do nothing')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots drill', 'one volume; run it once a week and each has its turn'],
          [
            'strata snapshots drill --dry-run',
            'which snapshot would be restored, and what an earlier drill left',
          ],
          ['strata snapshots drill --all --sample 500', 'every volume, 500 blocks of each'],
          ['strata snapshots drill --volume vol-0123456789abcdef0 --zone eu-central-1b', 'in another zone'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action((options: DrillCommandOptions) => withSession(options, (session) => drill(session, options)));
}

async function drill(session: Session, options: DrillCommandOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { volume, snapshot, all, zone, sample, allBlocks, seed } = options;
  if ([volume, snapshot, all].filter((given) => given !== undefined).length > 1) {
    throw new UsageError({
      what: 'What is drilled is chosen in one way at a time',
      allowed: '--volume, or --snapshot, or --all',
    });
  }
  const policy = policyOf(environment, options.policy);
  const chosen = {
    volumeIds: volume,
    snapshotId: snapshot,
    all: all ?? snapshot !== undefined,
    zone,
    seed,
    signal,
  };
  if (options.dryRun) {
    const planned = await plannedDrill(connections, policy, chosen);
    output.result(planJson(planned), () => planText(planned));
    return;
  }
  const STEP = 'drill';
  const progress = await startProgress([{ key: STEP, title: 'Restore drill' }], output);
  try {
    progress.start(STEP);
    const report = await runDrill(connections, policy, {
      ...chosen,
      sample: allBlocks ? 'all' : sample,
      rtoSeconds: environment.backup.objectives.rtoHours * 3600,
      onEvent: showIn(progress, STEP),
    });
    if (hasFailed(report)) progress.fail(STEP, 'failed');
    else progress.done(STEP, isTooSlow(report) ? 'over the RTO' : 'passed');
    await progress.stop();
    output.result(drillJson(report), () => drillText(report));
    if (hasFailed(report)) process.exitCode = ExitCode.failed;
    else if (isTooSlow(report)) process.exitCode = ExitCode.objectiveNotMet;
  } finally {
    await progress.stop();
  }
}

function showIn(progress: Progress, step: string): (event: DrillEvent) => void {
  let total = 0;
  let ended = 0;
  return (event) => {
    if (event.kind === 'planned') total = event.plan.targets.length;
    if (event.kind === 'ended') ended += 1;
    const count = `${ended} of ${total}`;
    if (event.kind === 'restoring') progress.update(step, `${count}: ${event.volumeId} is being made`);
    else if (event.kind === 'reading') progress.update(step, `${count}: ${event.blocks} blocks read`);
    else progress.update(step, count);
  };
}

function sampleOf(text: string): number {
  const blocks = Number(text);
  if (/^\d+$/.test(text) && blocks >= 1 && blocks <= 1_000_000) return blocks;
  throw new UsageError({
    what: '--sample is no number of blocks',
    got: text,
    allowed: 'a whole number from 1 to 1000000; --all-blocks reads all',
  });
}
