/**
 * What an execution counts, live while it runs. Files and directories are counted apart, as Enhanced mode does;
 * a symbolic link counts as a file. (In Basic mode AWS adds directories to the `Files…` counters: see README.)
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_DescribeTaskExecution.html
 */
export interface Counters {
  EstimatedFilesToTransfer: number;
  EstimatedBytesToTransfer: number;
  EstimatedFilesToDelete: number;
  EstimatedFoldersToTransfer: number;
  EstimatedFoldersToDelete: number;
  FilesTransferred: number;
  FilesPrepared: number;
  FilesSkipped: number;
  FilesVerified: number;
  FilesDeleted: number;
  FoldersTransferred: number;
  FoldersPrepared: number;
  FoldersSkipped: number;
  FoldersVerified: number;
  FoldersDeleted: number;
  BytesTransferred: number;
  BytesWritten: number;
  BytesCompressed: number;
  readonly FilesFailed: { Prepare: number; Transfer: number; Verify: number; Delete: number };
  readonly FoldersFailed: { List: number; Prepare: number; Transfer: number; Verify: number; Delete: number };
  readonly FilesListed: { AtSource: number; AtDestinationForDelete: number };
  readonly FoldersListed: { AtSource: number; AtDestinationForDelete: number };
}

/** All counters at zero. */
export function newCounters(): Counters {
  return {
    EstimatedFilesToTransfer: 0,
    EstimatedBytesToTransfer: 0,
    EstimatedFilesToDelete: 0,
    EstimatedFoldersToTransfer: 0,
    EstimatedFoldersToDelete: 0,
    FilesTransferred: 0,
    FilesPrepared: 0,
    FilesSkipped: 0,
    FilesVerified: 0,
    FilesDeleted: 0,
    FoldersTransferred: 0,
    FoldersPrepared: 0,
    FoldersSkipped: 0,
    FoldersVerified: 0,
    FoldersDeleted: 0,
    BytesTransferred: 0,
    BytesWritten: 0,
    BytesCompressed: 0,
    FilesFailed: { Prepare: 0, Transfer: 0, Verify: 0, Delete: 0 },
    FoldersFailed: { List: 0, Prepare: 0, Transfer: 0, Verify: 0, Delete: 0 },
    FilesListed: { AtSource: 0, AtDestinationForDelete: 0 },
    FoldersListed: { AtSource: 0, AtDestinationForDelete: 0 },
  };
}

/**
 * What Basic mode tells; all else "applies only to Enhanced mode tasks".
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_DescribeTaskExecution.html (Response Elements)
 */
const TOLD_IN_BASIC_MODE = [
  'EstimatedFilesToTransfer',
  'EstimatedBytesToTransfer',
  'EstimatedFilesToDelete',
  'FilesTransferred',
  'FilesSkipped',
  'FilesVerified',
  'FilesDeleted',
  'BytesTransferred',
  'BytesWritten',
  'BytesCompressed',
] as const satisfies readonly (keyof Counters)[];

/** The counters that an answer holds in a task mode. Pure. */
export function toldCounters(counters: Counters, mode: 'BASIC' | 'ENHANCED'): Partial<Counters> {
  if (mode === 'ENHANCED') return counters;
  return Object.fromEntries(TOLD_IN_BASIC_MODE.map((name) => [name, counters[name]]));
}

/** Items that failed in any phase, files and folders together. */
export function failures(counters: Counters): number {
  return [...Object.values(counters.FilesFailed), ...Object.values(counters.FoldersFailed)].reduce(
    (sum: number, count: number) => sum + count,
    0,
  );
}
