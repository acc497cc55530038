/** What the story of the deleted file came to: facts, as they were seen. */
export interface RecoveryFacts {
  /** Files that were synced first. */
  readonly synced: number;
  /** Deletions that the plan of the sync with `--delete` showed, in its words: `delete file1.txt (not in source)`. */
  readonly planned: readonly string[];
  /** Why that plan was refused. */
  readonly refusal: string | undefined;
  /** Keys in the bucket after the refusal. */
  readonly keptByRefusal: number;
  /** Keys that the same sync deleted once it was told so. */
  readonly deleted: number;
  /** Of the deleted key: its versions, newest first, as `marker` or `version`. */
  readonly timeline: readonly ('marker' | 'version')[];
  /** Keys that undelete brought back. */
  readonly undeleted: number;
  /** Files that came back from the bucket in the end and are what they were, byte for byte. */
  readonly identical: number;
}

/** The facts, and what is not as it must be. */
export interface RecoveryCheck extends RecoveryFacts {
  /** In words; empty when all is well. */
  readonly faults: readonly string[];
}

/** Judges the story. @param file the one that was deleted, of so many */
export function checkRecovery(facts: RecoveryFacts, file: string, files: number): RecoveryCheck {
  const expectations: readonly (readonly [isMet: boolean, fault: string])[] = [
    [facts.synced === files, `${facts.synced} of ${files} files were synced`],
    [
      facts.planned.length === 1 && facts.planned[0]?.startsWith(`delete ${file} `) === true,
      `the plan was to delete ${facts.planned.join(', ') || 'nothing'}`,
    ],
    [facts.refusal !== undefined, 'a plan that deletes one file of three was not refused'],
    [facts.keptByRefusal === files, `${facts.keptByRefusal} of ${files} objects were left by the refusal`],
    [facts.deleted === 1, `${facts.deleted} objects were deleted when it was meant`],
    [facts.timeline.join(' ') === 'marker version', `versions of ${file}: ${facts.timeline.join(', ')}`],
    [facts.undeleted === 1, `${facts.undeleted} keys were brought back`],
    [facts.identical === files, `${facts.identical} of ${files} files are what they were`],
  ];
  return { ...facts, faults: expectations.filter(([isMet]) => !isMet).map(([, fault]) => fault) };
}

/** In words, a line per scene. */
export function recoveryText({ synced, planned, refusal, timeline, identical }: RecoveryCheck): string {
  return [
    `Archive: ${synced} files synced; one was deleted here, and sync --delete planned: ${planned.join(', ')}`,
    `  refused: ${refusal ?? ''}`,
    `  told to, it deleted; versions shows ${timeline.join(' over ')}; undelete brought it back: ${identical} of ${synced} files identical.`,
  ].join('\n');
}
