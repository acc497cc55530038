import type { Entry } from './entry';
import { entryKey } from './entry';

/** The options that decide what a run does, in the words of API_Options. */
export interface PlanRules {
  readonly transferMode: 'CHANGED' | 'ALL';
  readonly overwriteMode: 'ALWAYS' | 'NEVER';
  readonly preserveDeletedFiles: 'PRESERVE' | 'REMOVE';
  readonly compareMtime: boolean;
  /** How far two equal modification times may lie apart, nanoseconds: what the destination cannot store. */
  readonly mtimeToleranceNs: bigint;
  readonly compareUid: boolean;
  readonly compareGid: boolean;
  readonly comparePermissions: boolean;
}

export type PlanAction = 'transfer' | 'skip' | 'delete';

/** One entry, what is done with it and why. */
export interface PlanItem {
  readonly action: PlanAction;
  readonly entry: Entry;
  readonly reason: string;
}

/**
 * Compares source with destination. Every source entry gets exactly one item, every destination entry that the
 * source lacks gets at most one (a deletion).
 * @param destination by {@link entryKey}; empty when the transfer mode is ALL, which does not scan it.
 * @param mayDelete false for what a filter leaves out and for what lies below a folder that could not be listed:
 * absence from the source is not proven there.
 */
export function planTransfer(
  source: readonly Entry[],
  destination: ReadonlyMap<string, Entry>,
  rules: PlanRules,
  mayDelete: (entry: Entry) => boolean,
): PlanItem[] {
  const items = source.map((entry) => planEntry(entry, destination.get(entryKey(entry)), rules));
  if (rules.preserveDeletedFiles === 'PRESERVE' || rules.transferMode === 'ALL') return items;
  const present = new Set(source.map(entryKey));
  const absent = [...destination.values()].filter(
    (entry) => !present.has(entryKey(entry)) && mayDelete(entry),
  );
  // Deepest first, so that a folder is empty when its turn comes.
  absent.sort((a, b) => depth(b) - depth(a) || (a.path < b.path ? -1 : 1));
  return [
    ...items,
    ...absent.map((entry) => ({ action: 'delete' as const, entry, reason: 'not in the source' })),
  ];
}

function depth(entry: Entry): number {
  return entry.path.split('/').length * 2 - (entry.kind === 'directory' ? 1 : 0);
}

function planEntry(entry: Entry, existing: Entry | undefined, rules: PlanRules): PlanItem {
  if (rules.transferMode === 'ALL') return { action: 'transfer', entry, reason: 'transfer mode ALL' };
  if (!existing) return { action: 'transfer', entry, reason: 'not in the destination' };
  const difference = differs(entry, existing, rules);
  if (!difference) return { action: 'skip', entry, reason: 'unchanged' };
  if (rules.overwriteMode === 'NEVER')
    return { action: 'skip', entry, reason: `overwrite mode NEVER (${difference})` };
  return { action: 'transfer', entry, reason: difference };
}

/** Why an existing entry is out of date, or `undefined` when it is not. Access time is never a reason. */
export function differs(
  source: Entry,
  existing: Entry,
  rules: Omit<PlanRules, 'transferMode' | 'overwriteMode' | 'preserveDeletedFiles'>,
): string | undefined {
  if (source.kind !== existing.kind) return `was a ${existing.kind}, is a ${source.kind}`;
  if (source.size !== existing.size) return `size ${existing.size} → ${source.size}`;
  const [from, to] = [existing.metadata, source.metadata];
  if (rules.compareMtime) {
    if (!sameTime(from.mtimeNs, to.mtimeNs, rules.mtimeToleranceNs)) return 'modification time';
  } else if (isNewer(source, existing)) {
    return 'modified after it was stored';
  }
  if (rules.compareUid && from.uid !== to.uid)
    return `owner ${from.uid ?? 'unknown'} → ${to.uid ?? 'unknown'}`;
  if (rules.compareGid && from.gid !== to.gid)
    return `group ${from.gid ?? 'unknown'} → ${to.gid ?? 'unknown'}`;
  if (rules.comparePermissions && from.permissions !== to.permissions) return 'permissions';
  return undefined;
}

function sameTime(a: bigint | undefined, b: bigint | undefined, toleranceNs: bigint): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (a > b ? a - b : b - a) <= toleranceNs;
}

/** Without kept modification times, the time of storing tells whether a file has changed since. */
function isNewer(source: Entry, existing: Entry): boolean {
  const { mtimeNs } = source.metadata;
  return (
    source.kind === 'file' &&
    mtimeNs !== undefined &&
    existing.storedNs !== undefined &&
    mtimeNs > existing.storedNs
  );
}
