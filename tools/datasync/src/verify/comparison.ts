import type { Findings } from './findings';

/** How thorough a comparison is. */
export type Depth =
  | { readonly kind: 'listing' }
  | { readonly kind: 'sample'; readonly size: number; readonly seed: string }
  | { readonly kind: 'full' };

/** How much was looked at; counted up during a comparison. */
export interface ComparisonCounts {
  /** Files and links of the source, without folders. */
  sourceFiles: number;
  sourceBytes: number;
  /** Objects that are files; folders' objects are not counted. */
  archivedFiles: number;
  archivedBytes: number;
  /** Files whose every byte was compared. */
  contentCompared: number;
  /** Files whose content was to be compared, but lies in an archive class: compared by metadata alone. */
  contentOutOfReach: number;
  /** Files only in the archive, kept there on purpose after their deletion in the source. */
  kept: number;
  /** In the archive, but outside the task's filters, or below a folder that could not be listed. */
  outside: number;
  /** Sockets, pipes and devices. */
  special: number;
}

/** All counts at zero. */
export function newCounts(): ComparisonCounts {
  return {
    sourceFiles: 0,
    sourceBytes: 0,
    archivedFiles: 0,
    archivedBytes: 0,
    contentCompared: 0,
    contentOutOfReach: 0,
    kept: 0,
    outside: 0,
    special: 0,
  };
}

/** What a comparison of source and archive found. */
export interface Comparison {
  readonly findings: Findings;
  readonly counts: Readonly<ComparisonCounts>;
}
