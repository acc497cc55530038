import { concurrently } from './concurrently';
import { sha256 } from './content';
import type { Entry } from './entry';
import type { PlanItem } from './plan';
import { differs } from './plan';
import { rulesOf } from './prepare';
import type { RunContext } from './run-context';
import { ENTRIES_AT_ONCE, recordFailure } from './run-context';
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
    mismatch = (await metadataMismatch(run, entry)) ?? (await contentMismatch(run, entry, written));
  } catch (error) {
    mismatch = (error as Error).message;
  }
  if (mismatch !== undefined) {
    run.log.line('NOTICE', `Verification failed <> /${entry.path}`);
    recordFailure(run, 'Verify', entry, mismatch);
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
async function metadataMismatch(run: RunContext, planned: Entry): Promise<string | undefined> {
  const [source, stored] = await Promise.all([
    run.source.find(planned, run.signal),
    run.destination.find(planned, run.signal),
  ]);
  if (!stored) return 'is not in the destination';
  if (!source) return 'was deleted from the source during the transfer';
  // A folder's times move with what happens in it; its being there is what counts.
  if (planned.kind === 'directory') return undefined;
  const difference = differs(source, stored, rulesOf(run));
  return difference && `source and destination differ: ${difference}`;
}

async function contentMismatch(
  run: RunContext,
  entry: Entry,
  written: Transferred | undefined,
): Promise<string | undefined> {
  if (entry.kind === 'directory') return undefined;
  if (!run.destination.readable) {
    const now = await run.destination.receipt(entry, run.signal);
    return now?.etag === written?.receipt.etag
      ? undefined
      : 'the stored object is not the one that was written';
  }
  const srcHash = written?.sha256 ?? (await sha256(await run.source.read(entry, run.signal)));
  const dstHash = await sha256(await run.destination.read(entry, run.signal));
  return srcHash === dstHash ? undefined : `srcHash:${srcHash} dstHash:${dstHash}`;
}
