import { concurrently } from './concurrently';
import { sha256 } from './content';
import type { Entry } from './entry';
import type { PlanItem } from './plan';
import { differs } from './plan';
import { rulesOf } from './prepare';
import type { RunContext } from './run-context';
import { countFailure, ENTRIES_AT_ONCE } from './run-context';
import type { Transferred } from './transfer';

/**
 * VERIFYING: reads back and compares checksums and metadata. ONLY_FILES_TRANSFERRED looks at what this run wrote,
 * POINT_IN_TIME_CONSISTENT at every source entry, read anew on both sides.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_Options.html (VerifyMode).
 */
export async function verify(
  run: RunContext,
  plan: readonly PlanItem[],
  transferred: readonly Transferred[],
): Promise<void> {
  await run.faults({ phase: 'verify' });
  if (run.execution.options.VerifyMode === 'ONLY_FILES_TRANSFERRED') {
    return concurrently(transferred, ENTRIES_AT_ONCE, (item) => verifyOne(run, item.entry, item));
  }
  const all = plan.filter((item) => item.action !== 'delete');
  await concurrently(all, ENTRIES_AT_ONCE, ({ entry }) => verifyOne(run, entry, undefined));
}

async function verifyOne(run: RunContext, entry: Entry, written: Transferred | undefined): Promise<void> {
  const { counters } = run.execution;
  run.signal.throwIfAborted();
  let mismatch: string | undefined;
  try {
    await run.faults({ phase: 'verify', path: entry.path });
    mismatch = await mismatchOf(run, entry, written);
  } catch (error) {
    mismatch = (error as Error).message;
  }
  if (mismatch !== undefined) {
    countFailure(run, 'Verify', entry);
    // No line of an error: who looks for these only finds nothing, as in AWS.
    run.log.line('NOTICE', `Verification failed <> /${entry.path}`);
    run.log.line('NOTICE', `/${entry.path}: ${mismatch}`);
    return;
  }
  if (entry.kind === 'directory') counters.FoldersVerified += 1;
  else counters.FilesVerified += 1;
  run.log.detail(
    'INFO',
    `Verified ${entry.kind === 'directory' ? 'directory' : 'file'} /${entry.path}, ${entry.size} bytes`,
  );
}

/** Compares with the source as it is now: a file that changed during the transfer is a mismatch. */
async function mismatchOf(
  run: RunContext,
  planned: Entry,
  written: Transferred | undefined,
): Promise<string | undefined> {
  const { source, destination, signal } = run;
  const now = await source.find(planned, signal);
  if (!now) return 'was deleted from the source during the transfer';
  if (planned.kind === 'directory' || !destination.readable) {
    return unreadMismatch(run, now, await destination.find(planned, signal), written);
  }
  const stored = await destination.open(planned, signal);
  if (!stored) return 'is not in the destination';
  try {
    const difference = differs(now, stored.entry, rulesOf(run));
    if (difference) return `source and destination differ: ${difference}`;
    const srcHash = written?.sha256 ?? (await sha256(await source.read(now, signal)));
    const dstHash = await sha256(stored.content);
    return srcHash === dstHash ? undefined : `srcHash:${srcHash} dstHash:${dstHash}`;
  } finally {
    stored.content.destroy();
  }
}

/** What can be said without reading: of folders that they are there, of archived objects all but their bytes. */
async function unreadMismatch(
  run: RunContext,
  now: Entry,
  stored: Entry | undefined,
  written: Transferred | undefined,
): Promise<string | undefined> {
  if (!stored) return 'is not in the destination';
  // A folder's times move with what happens in it; its being there is what counts.
  if (now.kind === 'directory') return undefined;
  const difference = differs(now, stored, rulesOf(run));
  if (difference) return `source and destination differ: ${difference}`;
  const receipt = await run.destination.receipt(now, run.signal);
  return receipt?.etag === written?.receipt.etag
    ? undefined
    : 'the stored object is not the one that was written';
}
