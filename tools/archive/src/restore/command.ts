import { confirm, ExitCode, helpText, UsageError } from '@strata/cli-kit';
import { Command } from 'commander';
import { assertJobsEnded } from '../batch/guards';
import { runBatch } from '../batch/run';
import { DEFAULT_CAPS, type DeletionCaps } from '../caps/deletion-caps';
import { maxDeleteOption } from '../caps/max-delete';
import { estimateText } from '../glacier/estimate';
import { type Tier, tierOf } from '../glacier/tiers';
import { folderPrefix, resolveLocation } from '../location';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { ARCHIVE, bucketOf } from '../versions/bucket-of';
import { instantOf, refuseFuture } from '../versions/instant';
import { seconds } from '../versions/print';
import type { Destination, RunFacts, RunItem } from './journal';
import { positive, roleArnOf, storageClassOf } from './option-values';
import { readRestorePlan, type RestorePlan, type RestoreRequest } from './read-plan';
import { isIncomplete, planJson, planText, reportText } from './report';
import { factsOf, itemsToRun, runPlan } from './run';
import { readUndoPlan, type UndoPlan } from './undo';

interface RestoreOptions extends CommonOptions {
  readonly at?: Date;
  readonly to?: string;
  readonly inPlace?: boolean;
  readonly undo?: string;
  readonly mirror?: boolean;
  readonly maxDelete?: DeletionCaps;
  readonly overwrite?: boolean;
  readonly tier: Tier;
  readonly days: number;
  readonly storageClass?: string;
  readonly wait?: boolean;
  readonly batchOver: number;
  readonly batchRole?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `strata archive restore`: brings a prefix back to how it was. */
export function restoreCommand(): Command {
  return withCommonOptions(new Command('restore'))
    .description('bring a prefix back to how it was at a time; nothing is destroyed by it')
    .argument('[prefix]', 's3://bucket/prefix, or archive:prefix: a key, or what lies under it', ARCHIVE)
    .option('--at <time>', 'the moment to go back to: ISO 8601 with its zone', (text: string) =>
      instantOf(text, '--at'),
    )
    .option('--in-place', 'put the old versions on top of the new ones')
    .option('--to <place>', 'restore to a directory or to s3://bucket/prefix instead')
    .option('--undo <run>', 'undo a restore in place, by its run id')
    .option('--mirror', 'in place: put delete markers on keys that were made since')
    .addOption(maxDeleteOption('--mirror may remove'))
    .option('--overwrite', 'with --to: replace what is there and differs')
    .option(
      '--tier <tier>',
      'how fast archived objects are retrieved: bulk, standard, expedited',
      tierOf,
      'standard',
    )
    .option('--days <n>', 'days that retrieved objects stay readable', positive('--days'), 7)
    .option('--storage-class <class>', 'of the copies (default: as each was)', storageClassOf)
    .option('--wait', 'wait for jobs and retrievals, for hours; else come back with `archive resume`')
    .option(
      '--batch-over <n>',
      'hand more keys than this to S3 Batch Operations',
      positive('--batch-over'),
      100_000,
    )
    .option(
      '--batch-role <arn>',
      'role that S3 Batch Operations works as; RESTORE.md says what it needs',
      roleArnOf,
    )
    .option('--dry-run', 'print the plan, with what retrievals would cost, and do nothing')
    .option('--yes', 'do not ask')
    .addHelpText('after', HELP)
    .action((prefix: string, options: RestoreOptions) =>
      withSession(options, (session) => restore(session, prefix, options), {
        onInterrupt: 'Stopping: what is under way is finished and noted. Again to leave at once.',
      }),
    );
}

const HELP = [
  helpText({
    examples: [
      [
        'strata archive restore archive:reports --at 2026-03-01T09:30:00+01:00 --in-place --dry-run',
        'the plan',
      ],
      ['strata archive restore archive:reports --at 2026-03-01T09:30:00+01:00 --in-place', 'carry it out'],
      ['strata archive restore archive: --undo restore-20260302T101500Z-1a2b3c', 'as it was before'],
      ['strata archive restore archive:reports --at 2026-03-01T08:30:00Z --to ./march', 'to a directory'],
    ],
    exitCodes: [0, 1, 2, 3, 130],
  }),
  '',
  'S3 dates to the second: --at means the end of that second. A run whose archived objects are still on their way, or',
  'whose jobs of S3 Batch Operations are still at work, ends with 1 and says how to go on.',
].join('\n');

async function restore(session: Session, text: string, options: RestoreOptions): Promise<void> {
  const { connections, environment, signal } = session;
  const { bucket, prefix } = await bucketOf(text, environment);
  if (options.undo !== undefined) {
    if (options.at ?? options.to ?? options.inPlace ?? options.mirror)
      throw new WaysMixedError('--undo stands alone');
    await assertJobsEnded(connections, bucket, options.undo, signal);
    const { facts, plan } = await readUndoPlan(connections, bucket, options.undo, signal);
    try {
      return await carryOut(session, facts, plan, options, `Undoing ${options.undo}`);
    } finally {
      await plan.items.close();
    }
  }
  const { at } = options;
  if (at === undefined) throw new WaysMixedError('--at is missing: the moment to go back to');
  refuseFuture(at, '--at', connections.clock.now());
  const destination = await destinationOf(session, options);
  const { mirror = false, maxDelete = DEFAULT_CAPS, tier, days, storageClass } = options;
  if (mirror && destination.kind !== 'in-place')
    throw new WaysMixedError('--mirror goes with --in-place only');
  const request: RestoreRequest = {
    bucket,
    prefix,
    at,
    destination,
    mirror,
    maxDelete,
    tier,
    days,
    storageClass,
  };
  const most = destination.kind === 'directory' ? Infinity : options.batchOver;
  const plan = await readRestorePlan(connections, request, most, signal);
  const title = `s3://${bucket}/${prefix} at ${seconds(at)}`;
  if (plan.overflow) return runBatch(session, request, options, title);
  await carryOut(session, factsOf(connections, request), plan, options, title);
}

async function carryOut(
  { connections, output, signal }: Session,
  facts: RunFacts,
  plan: RestorePlan | UndoPlan,
  { dryRun, yes, wait, overwrite }: RestoreOptions,
  title: string,
): Promise<void> {
  const items = itemsToRun(plan.items);
  if (dryRun) {
    const all: RunItem[] = [];
    for await (const item of items.read()) all.push(item);
    const shown = { ...plan, items: all };
    output.result(planJson(shown), () => planText(shown, title));
    if (plan.refusal !== undefined) process.exitCode = ExitCode.refused;
    return;
  }
  if (plan.refusal !== undefined) throw plan.refusal;
  for (const warning of plan.warnings) output.note(warning);
  if (plan.estimate !== undefined) output.note(estimateText(plan.estimate));
  const asks = facts.destination.kind === 'in-place' || plan.estimate !== undefined;
  if (asks && items.count > 0 && !yes) await confirm(`${title}: ${items.count} keys. Go ahead?`);
  const report = await runPlan(connections, facts, plan, { signal, wait, overwrite });
  output.result(report, () => reportText(report));
  if (isIncomplete(report)) process.exitCode = ExitCode.failed;
}

async function destinationOf(
  { environment }: Session,
  { to, inPlace }: RestoreOptions,
): Promise<Destination> {
  if ((to === undefined) === (inPlace !== true)) throw new WaysMixedError('Say where to: --in-place or --to');
  if (to === undefined) return { kind: 'in-place' };
  const location = await resolveLocation(to, environment);
  if (location.kind === 'directory') return location;
  return { ...location, prefix: folderPrefix(location) };
}

/** Options that do not go together, or one that is missing. */
class WaysMixedError extends UsageError {
  override readonly name = 'WaysMixedError';

  constructor(what: string) {
    super({
      what,
      allowed: '--at TIME with --in-place or --to PLACE, or --undo RUN',
      fix: 'Nothing was done. See --help.',
    });
  }
}
