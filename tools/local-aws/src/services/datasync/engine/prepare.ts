import type { Entry } from './entry';
import { entryKey } from './entry';
import type { PlanItem, PlanRules } from './plan';
import { planTransfer } from './plan';
import type { RunContext } from './run-context';
import { preserveOf, recordFailure } from './run-context';

/** The options of an execution as the planner wants them. */
export function rulesOf(run: RunContext): PlanRules {
  const { TransferMode, OverwriteMode, PreserveDeletedFiles } = run.execution.options;
  const preserve = preserveOf(run.execution);
  return {
    transferMode: TransferMode,
    overwriteMode: OverwriteMode,
    preserveDeletedFiles: PreserveDeletedFiles,
    compareMtime: preserve.times,
    mtimeToleranceNs: run.destination.mtimeToleranceNs,
    compareUid: preserve.uid,
    compareGid: preserve.gid,
    comparePermissions: preserve.permissions,
  };
}

/** PREPARING: lists source and destination and decides on each entry. */
export async function prepare(run: RunContext): Promise<PlanItem[]> {
  await run.faults({ phase: 'prepare' });
  const { counters, options } = run.execution;
  const source: Entry[] = [];
  const unlisted: string[] = [];
  for await (const found of run.source.list(() => true, run.signal)) {
    if ('ignored' in found) {
      if (!run.filters.selected(found.ignored)) continue;
      counters.FilesSkipped += 1;
      run.log.line('WARN', `Skipped special file /${found.ignored}: ${found.reason}`);
    } else if ('failed' in found) {
      unlisted.push(found.kind === 'directory' ? found.failed : parent(found.failed));
      if (found.failed === '' || run.filters.selected(found.failed)) recordUnlisted(run, found);
    } else if (run.filters.included(found.entry.path)) {
      // "With an exclude filter, DataSync lists everything … before applying the filter" (FilesListed).
      if (found.entry.kind === 'directory') counters.FoldersListed.AtSource += 1;
      else counters.FilesListed.AtSource += 1;
      if (!run.filters.excluded(found.entry.path)) source.push(found.entry);
    }
  }
  const destination =
    options.TransferMode === 'ALL' ? new Map<string, Entry>() : await listDestination(run, source);
  const plan = planTransfer(source, destination, rulesOf(run), (entry) =>
    isProvenAbsent(run, entry, unlisted),
  );
  countPlan(run, plan);
  return plan;
}

async function listDestination(run: RunContext, source: readonly Entry[]): Promise<Map<string, Entry>> {
  const sizes = new Map(source.map((entry) => [entryKey(entry), entry.size]));
  const removing = run.execution.options.PreserveDeletedFiles === 'REMOVE';
  const { FilesListed, FoldersListed } = run.execution.counters;
  const destination = new Map<string, Entry>();
  // Metadata matters only where size alone does not already tell the two apart.
  for await (const found of run.destination.list((key, size) => sizes.get(key) === size, run.signal)) {
    if ('failed' in found) {
      recordFailure(run, 'Prepare', { path: found.failed, kind: found.kind }, found.reason);
    } else if ('entry' in found) {
      if (removing && found.entry.kind === 'directory') FoldersListed.AtDestinationForDelete += 1;
      else if (removing) FilesListed.AtDestinationForDelete += 1;
      destination.set(entryKey(found.entry), found.entry);
    }
  }
  return destination;
}

/** Only what the source was fully asked about can be known to be gone from it. */
function isProvenAbsent(run: RunContext, entry: Entry, unlisted: readonly string[]): boolean {
  if (!run.filters.selected(entry.path)) return false;
  return !unlisted.some(
    (folder) => folder === '' || entry.path === folder || entry.path.startsWith(`${folder}/`),
  );
}

function recordUnlisted(
  run: RunContext,
  found: { failed: string; kind: 'file' | 'directory'; reason: string },
): void {
  if (found.kind === 'file') {
    recordFailure(run, 'Prepare', { path: found.failed, kind: 'file' }, found.reason);
    return;
  }
  run.execution.counters.FoldersFailed.List += 1;
  run.log.line('ERROR', `Failed to list /${found.failed}: ${found.reason}`);
}

function parent(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function countPlan(run: RunContext, plan: readonly PlanItem[]): void {
  const { counters } = run.execution;
  for (const { action, entry, reason } of plan) {
    const folder = entry.kind === 'directory';
    if (action === 'skip') {
      if (folder) counters.FoldersSkipped += 1;
      else counters.FilesSkipped += 1;
      run.log.detail('INFO', `Skipped ${folder ? 'directory' : 'file'} /${entry.path}: ${reason}`);
    } else if (action === 'delete') {
      if (folder) counters.EstimatedFoldersToDelete += 1;
      else counters.EstimatedFilesToDelete += 1;
    } else if (folder) {
      counters.EstimatedFoldersToTransfer += 1;
      counters.FoldersPrepared += 1;
    } else {
      counters.EstimatedFilesToTransfer += 1;
      counters.FilesPrepared += 1;
      counters.EstimatedBytesToTransfer += entry.size;
    }
  }
}
