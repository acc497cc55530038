import { ExitCode, helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { filterOf } from '../filter/options';
import { resolveLocation } from '../location';
import { type Session, withSession } from '../session';
import { SyncRefusedError } from './errors';
import type { ItemResult } from './execution';
import { writeLine } from './lines';
import type { PlanItem } from './plan-items';
import { itemText, planText, resultText, summaryJson, tallyText } from './report';
import type { SyncRequest } from './request';
import { type PlannedSync, runSync, type SyncOutcome } from './run';
import { type SyncOptions, withSyncOptions } from './sync-options';

/** Deletions that are named before they happen; `--dry-run` names all. */
const DELETIONS_SHOWN = 20;

const NOTES = `
What is compared: sizes, then times. An object keeps its file's mtime (metadata file-mtime, as AWS DataSync writes it).
A file that was last changed before its object was stored is unchanged without a question to S3; one in doubt costs a
HeadObject, and so does what a restore in place has written. What somebody else puts over an upload, of the same size,
is not seen by time (nor by aws s3 sync): use --checksum now and then where others write to the destination, or where
the clock of the source's file server may be wrong. From a bucket to a directory nearly all are in doubt; --size-only asks nothing.

Patterns: the last --include or --exclude that matches a path counts; then the ignore file. A pattern without a slash
matches names at any depth, one with a slash the path from the root; * stays within a name, ** does not.

Deleting: excluded paths are never deleted, as with aws s3 sync. Unlike there, what was skipped (links, what cannot be
read) is not taken for missing either, nothing is deleted before all else has succeeded, and a plan is refused when the
source is missing, empty, not all readable or not mounted (by fstab, or --require-mount), when the destination bucket
has no versioning, and when more would go than --max-delete allows. Files that DataSync or a console made to stand for
folders (keys that end in a slash, without content) are left alone. Empty directories are not synced: S3 holds none.`;

/** `strata archive sync`: plans, asks its guards, and makes a destination like its source. */
export function syncCommand(): Command {
  return withSyncOptions(new Command('sync'))
    .description('make a destination like its source: directory and bucket either way, or bucket to bucket')
    .argument('<source>', 'a directory, s3://bucket/prefix, or archive:prefix for the environment’s archive')
    .argument('<destination>', 'the same; one of the two is a bucket')
    .addHelpText('after', NOTES)
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata archive sync /mnt/efs archive:share --dry-run', 'what would be done, and why'],
          ['strata archive sync /mnt/efs archive:share --delete --require-mount', 'a mirror, guarded'],
          ['strata archive sync s3://bucket/share /tmp/share', 'bring it back'],
          ["strata archive sync . s3://bucket/p --exclude '*.tmp' --exclude cache/", 'without some'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((source: string, destination: string, options: SyncOptions) =>
      withSession(options, (session) => sync(session, source, destination, options), {
        onInterrupt: 'Stopping: what is under way is being ended. The next run goes on from here.',
      }),
    );
}

async function sync(session: Session, from: string, to: string, options: SyncOptions): Promise<void> {
  const { connections, output, signal } = session;
  const request = await requestOf(session, from, to, options);
  const isJson = output.mode === 'json';
  const { dryRun = false, verbose = false } = options;
  const onPlanned = async (item: PlanItem) => {
    if (isJson) return writeLine(JSON.stringify({ event: 'plan', ...item }));
    const isShown = dryRun ? verbose || item.action !== 'unchanged' : item.action === 'fault';
    if (isShown) await writeLine(itemText(item));
  };
  const onPlan = async (planned: PlannedSync) => {
    if (isJson) return !dryRun;
    if (!dryRun) await showDeletions(planned);
    await writeLine(planText(planned));
    return !dryRun;
  };
  const onResult = async (result: ItemResult) => {
    if (isJson) return writeLine(JSON.stringify({ event: 'result', ...result }));
    if (result.outcome !== 'done') await writeLine(resultText(result));
  };
  const outcome = await runSync(connections, request, { onPlanned, onPlan, onResult, signal });
  if (isJson) await writeLine(JSON.stringify(summaryJson(outcome, outcome.tally)));
  else if (outcome.tally !== undefined) await writeLine(tallyText(outcome.tally));
  if (outcome.refusals.length > 0) throw new SyncRefusedError(outcome.refusals);
  if (isFailed(outcome)) process.exitCode = ExitCode.failed;
}

async function showDeletions({ plan }: PlannedSync): Promise<void> {
  let shown = 0;
  for await (const item of plan.deletions.read()) {
    if ((shown += 1) > DELETIONS_SHOWN) break;
    await writeLine(itemText(item));
  }
  const more = plan.deletions.count - DELETIONS_SHOWN;
  if (more > 0) await writeLine(`… and ${more} more to delete; --dry-run names all.`);
}

function isFailed({ plan, tally }: SyncOutcome): boolean {
  if (plan.amounts.fault.items > 0) return true;
  return tally !== undefined && (tally.failed > 0 || tally.notBegun > 0);
}

async function requestOf(
  { environment }: Session,
  from: string,
  to: string,
  options: SyncOptions,
): Promise<SyncRequest> {
  const source = await resolveLocation(from, environment);
  const destination = await resolveLocation(to, environment);
  const directory = source.kind === 'directory' ? source.path : undefined;
  const { requireMount, storageClass, sseKmsKey, tag: tags, contentType } = options;
  return {
    source,
    destination,
    filter: await filterOf(options, directory),
    comparison: options.checksum ? 'checksum' : options.sizeOnly ? 'size' : 'time',
    links: options.links,
    isDeleting: options.delete ?? false,
    ...(options.maxDelete === undefined ? {} : { caps: options.maxDelete }),
    requireMount: requireMount === true ? directory : requireMount,
    unsafe: {
      emptySource: options.unsafeEmptySource,
      unversioned: options.unsafeUnversioned,
      unmounted: options.unsafeUnmounted,
    },
    bytesPerSecond: options.bwlimit,
    concurrency: options.concurrency,
    attributes: { storageClass, kmsKey: sseKmsKey === true ? '' : sseKmsKey, tags, contentType },
  };
}
