import { ExitCode, StrataError, UsageError } from '@strata/cli-kit';

/** A journal that cannot be read. */
export class JournalFormatError extends StrataError {
  override readonly name = 'JournalFormatError';

  constructor(key: string, got: string) {
    super({
      what: `This is no journal of a restore: ${key}`,
      got,
      fix: 'Nothing was done. An earlier version of it may still be there: strata archive versions on its key.',
    });
  }
}

/** The journal of a run has been archived by the bucket's lifecycle. */
export class JournalArchivedError extends StrataError {
  override readonly name = 'JournalArchivedError';

  constructor(runId: string, objects: number) {
    super(
      {
        what: `The journal of run ${runId} is archived, as the lifecycle of its bucket has it for what is old and over 128 KB`,
        fix: `Nothing was done but this: its retrieval was asked for (${objects} objects, standard, up to 12 hours). Run the same command again then.`,
      },
      ExitCode.failed,
    );
  }
}

/** No run of that name. */
export class UnknownRunError extends UsageError {
  override readonly name = 'UnknownRunError';

  constructor(runId: string, place: string) {
    super({
      what: `${place} has no journal of such a run`,
      got: runId,
      fix: `Nothing was done. List its runs: aws s3 ls ${place}.strata/journal/. A run of another bucket needs that bucket as the location.`,
    });
  }
}

/** There are no versions to go back to. */
export class NotVersionedError extends StrataError {
  override readonly name = 'NotVersionedError';

  constructor(bucket: string) {
    super(
      {
        what: `The bucket ${bucket} never had versioning: it holds nothing but what is there now`,
        fix: `Nothing was done. For what comes: aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
      },
      ExitCode.refused,
    );
  }
}

/** What would be copied over would be gone. */
export class VersioningSuspendedError extends StrataError {
  override readonly name = 'VersioningSuspendedError';

  constructor(bucket: string) {
    super(
      {
        what: `Versioning of ${bucket} is suspended: what is written now overwrites, so that a restore in place could destroy`,
        fix: `Nothing was done. Restore elsewhere with --to, or first run: aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
      },
      ExitCode.refused,
    );
  }
}

/** A restore to another place cannot be undone from here. */
export class NotUndoableError extends StrataError {
  override readonly name = 'NotUndoableError';

  constructor(runId: string, place: string) {
    super(
      {
        what: `The run ${runId} restored to ${place}, beside the original: there is nothing to undo in the bucket`,
        fix: 'Nothing was done. Delete what was restored there.',
      },
      ExitCode.refused,
    );
  }
}

/** A mirroring restore would remove more than is allowed. */
export class TooManyRemovalsError extends StrataError {
  override readonly name = 'TooManyRemovalsError';

  constructor(removals: number, present: number, allowed: string, keys: readonly string[]) {
    const some = keys.slice(0, 10).map((key) => JSON.stringify(key));
    const more = removals > some.length ? `, and ${removals - some.length} more` : '';
    super(
      {
        what: `Refused: ${removals} of ${present} keys would get a delete marker (${some.join(', ')}${more})`,
        allowed,
        fix: `Nothing was done. Look with --dry-run; to go on on purpose: --max-delete ${removals}`,
      },
      ExitCode.refused,
    );
  }
}
