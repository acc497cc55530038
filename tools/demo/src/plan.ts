/** What the demo does with an entry of the folder: files and symbolic links are backed up, the rest is told of. */
export type EntryKind = 'file' | 'link' | 'other';

/** One entry of the folder that is backed up. Paths are relative to it, with `/` between parts. */
export interface FolderEntry {
  readonly path: string;
  readonly kind: EntryKind;
  /** Bytes; 0 for links and others. */
  readonly size: number;
  readonly readable: boolean;
}

/** Which files play which part. */
export interface DemoPlan {
  /** Copied to the file system and expected in the archive. */
  readonly backedUp: readonly FolderEntry[];
  /** The copy that is changed before the third run. */
  readonly changed: string;
  /** The file that is added before the fourth run; a name that the folder does not have. */
  readonly added: string;
  /** Entries that are no files, with the reason why they stay behind. */
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

/** Why a folder cannot be used. */
export type PlanRefusal =
  { readonly reason: 'empty' } | { readonly reason: 'unreadable'; readonly paths: readonly string[] };

/**
 * Decides the demo's files. The smallest file is the one that is changed, so that a large folder does not make the
 * third run a large one; ties go to the first by name.
 */
export function planDemo(entries: readonly FolderEntry[]): DemoPlan | PlanRefusal {
  const unreadable = entries.filter(({ readable, kind }) => !readable && kind !== 'other');
  if (unreadable.length > 0) return { reason: 'unreadable', paths: unreadable.map(({ path }) => path) };
  const backedUp = entries.filter(({ kind }) => kind !== 'other');
  const [smallest] = backedUp
    .filter(({ kind }) => kind === 'file')
    .sort((one, other) => one.size - other.size || (one.path < other.path ? -1 : 1));
  if (!smallest) return { reason: 'empty' };
  return {
    backedUp,
    changed: smallest.path,
    added: freeName(new Set(entries.map(({ path }) => path))),
    leftOut: entries
      .filter(({ kind }) => kind === 'other')
      .map(({ path }) => ({ path, reason: 'neither a file, a folder nor a symbolic link' })),
  };
}

/** Whether `planDemo` said no. */
export function isRefusal(plan: DemoPlan | PlanRefusal): plan is PlanRefusal {
  return 'reason' in plan;
}

/** A name for the added file that nothing in the folder has, nor a folder of it. */
function freeName(taken: ReadonlySet<string>): string {
  const used = (name: string) => taken.has(name) || [...taken].some((path) => path.startsWith(`${name}/`));
  let name = 'added-by-the-demo.txt';
  for (let number = 2; used(name); number++) name = `added-by-the-demo-${number}.txt`;
  return name;
}
