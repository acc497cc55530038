import { concurrently } from './concurrently';
import { metered } from './content';
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
  const contents = wanted.filter((entry) => entry.kind !== 'directory');
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
    await run.faults({ phase: 'transfer', path: entry.path });
    const source = await run.source.read(entry, run.signal);
    const { stream, meter } = metered(source, entry, throttle, run.signal, (bytes) => {
      counters.BytesTransferred += bytes;
      counters.BytesCompressed += bytes;
    });
    const receipt = await run.destination
      .write(entry, stream, preserveOf(run.execution), run.signal)
      .finally(() => source.destroy());
    // A folder's empty content may be left unread by the writer.
    done.push({ entry, sha256: meter.sha256, receipt });
    counters.BytesWritten += entry.size;
  } catch (error) {
    recordFailure(run, 'Transfer', entry, (error as Error).message);
    return;
  }
  if (entry.kind === 'directory') counters.FoldersTransferred += 1;
  else counters.FilesTransferred += 1;
  const what = entry.kind === 'directory' ? 'directory' : 'file';
  run.log.detail('INFO', `Transferred ${what} /${entry.path}, ${entry.size} bytes`);
}

async function deleteOne(run: RunContext, entry: Entry): Promise<void> {
  const { counters } = run.execution;
  run.signal.throwIfAborted();
  try {
    await run.faults({ phase: 'delete', path: entry.path });
    await run.destination.remove(entry, run.signal);
  } catch (error) {
    recordFailure(run, 'Delete', entry, (error as Error).message);
    return;
  }
  if (entry.kind === 'directory') counters.FoldersDeleted += 1;
  else counters.FilesDeleted += 1;
  run.log.detail('INFO', `Deleted ${entry.kind === 'directory' ? 'directory' : 'file'} /${entry.path}`);
}
