import { concurrently } from './concurrently';
import { metered } from './content';
import { NotOpened, reasonOf, S3Refusal } from './entry-failures';
import type { Entry } from './entry';
import type { PlanItem } from './plan';
import type { RunContext } from './run-context';
import { ENTRIES_AT_ONCE, preserveOf, recordFailure } from './run-context';
import type { Receipt } from './store';

/** An entry that was written, with what verification needs to know of it. */
export interface Transferred {
  readonly entry: Entry;
  /** SHA-256 of the content as read from the source. */
  readonly sha256: string;
  readonly receipt: Receipt;
}

/** TRANSFERRING: carries the plan out. A failed entry is counted and logged, and the rest goes on. */
export async function transfer(run: RunContext, plan: readonly PlanItem[]): Promise<Transferred[]> {
  await run.faults({ phase: 'transfer' });
  const done: Transferred[] = [];
  const wanted = plan.filter((item) => item.action === 'transfer').map((item) => item.entry);
  const contents = wanted.filter((entry) => entry.kind !== 'directory').sort(byPath);
  const folders = wanted.filter((entry) => entry.kind === 'directory');
  await concurrently(contents, ENTRIES_AT_ONCE, (entry) => transferOne(run, entry, done));
  // Folders after their content, deepest first: writing into a folder would change its modification time again.
  for (const folder of folders.reverse()) await transferOne(run, folder, done);
  for (const item of plan) if (item.action === 'delete') await deleteOne(run, item.entry);
  return done;
}

async function transferOne(run: RunContext, entry: Entry, done: Transferred[]): Promise<void> {
  const { counters, throttle } = run.execution;
  run.signal.throwIfAborted();
  try {
    const point = { phase: 'transfer', path: entry.path, entry } as const;
    await run.faults(point);
    const source = await run.source.read(entry, run.signal);
    const { stream, meter } = metered(source, entry, throttle, run.signal, (bytes, soFar) => {
      counters.BytesTransferred += bytes;
      counters.BytesCompressed += bytes;
      return run.faults({ ...point, bytes: soFar });
    });
    const receipt = await run.destination
      .write(entry, stream, preserveOf(run.execution), run.signal)
      .finally(() => source.destroy());
    // A folder's empty content may be left unread by the writer.
    done.push({ entry, sha256: meter.sha256, receipt });
    counters.BytesWritten += entry.size;
  } catch (error) {
    recordTransferFailure(run, entry, error);
    return;
  }
  if (entry.kind === 'directory') counters.FoldersTransferred += 1;
  else counters.FilesTransferred += 1;
  const what = entry.kind === 'directory' ? 'directory' : 'file';
  run.log.detail('INFO', `Transferred ${what} /${entry.path}, ${entry.size} bytes`);
}

/** Every line that DataSync has about it: the refused call of S3, then the file, which could not be opened or not be written. */
function recordTransferFailure(run: RunContext, entry: Entry, error: unknown): void {
  run.signal.throwIfAborted();
  if (error instanceof S3Refusal) run.log.line('ERROR', error.line);
  recordFailure(
    run,
    'Transfer',
    entry,
    reasonOf(error),
    error instanceof NotOpened ? 'open source' : undefined,
  );
}

function byPath(one: Entry, other: Entry): number {
  return one.path < other.path ? -1 : 1;
}

async function deleteOne(run: RunContext, entry: Entry): Promise<void> {
  const { counters } = run.execution;
  run.signal.throwIfAborted();
  try {
    await run.faults({ phase: 'delete', path: entry.path });
    await run.destination.remove(entry, run.signal);
  } catch (error) {
    recordFailure(run, 'Delete', entry, reasonOf(error));
    return;
  }
  if (entry.kind === 'directory') counters.FoldersDeleted += 1;
  else counters.FilesDeleted += 1;
  run.log.detail('INFO', `Deleted ${entry.kind === 'directory' ? 'directory' : 'file'} /${entry.path}`);
}
