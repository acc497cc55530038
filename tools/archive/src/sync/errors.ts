import { ExitCode, StrataError, UsageError } from '@strata/cli-kit';

/** Why a plan is refused, and how to go on on purpose. */
export interface Refusal {
  readonly reason: string;
  readonly fix: string;
}

/** A guard refuses the plan. */
export class SyncRefusedError extends StrataError {
  override readonly name = 'SyncRefusedError';

  constructor(readonly refusals: readonly Refusal[]) {
    const fixes = [...new Set(refusals.map(({ fix }) => fix))];
    super(
      {
        what: `Refused: ${refusals.map(({ reason }) => reason).join('; ')}`,
        fix: `Nothing was done. ${fixes.join(' ')}`,
      },
      ExitCode.refused,
    );
  }
}

/** The source is not there, or cannot be read. */
export class SourceMissingError extends StrataError {
  override readonly name = 'SourceMissingError';

  /** @param isDeleting whether it would have been taken for a source from which all was deleted: then it is a refusal */
  constructor(path: string, why: string, isDeleting: boolean) {
    super(
      {
        what: `The source cannot be read: ${why}`,
        got: path,
        fix: isDeleting
          ? 'Nothing was done, and nothing was deleted: a missing source is not an empty one.'
          : 'Nothing was done.',
      },
      isDeleting ? ExitCode.refused : ExitCode.usage,
    );
  }
}

/** A plan that is too long for memory cannot be kept in a temporary file. */
export class PlanNotKeptError extends StrataError {
  override readonly name = 'PlanNotKeptError';

  /** @param folder where temporary files go @param why as the file system says it */
  constructor(folder: string, why: string, cause: unknown) {
    super(
      {
        what: `The plan is too long for memory, and it cannot be kept in a temporary file: ${why}`,
        got: folder,
        fix: 'Nothing was done. Make room there, or set TMPDIR to a directory that has some.',
      },
      ExitCode.failed,
      { cause },
    );
  }
}

/** Something that should be mounted at the source is not. */
export class NotMountedError extends StrataError {
  override readonly name = 'NotMountedError';

  constructor(source: string, points: readonly string[], fix: string) {
    super(
      {
        what: `Refused: at the source ${source} something is missing that should be mounted: ${points.join(', ')}`,
        fix: `Nothing was done. ${fix}`,
      },
      ExitCode.refused,
    );
  }
}

/** Source and destination that do not go together. */
export class BadPairError extends UsageError {
  override readonly name = 'BadPairError';

  constructor(why: string, fix: string) {
    super({ what: `Source and destination do not go together: ${why}`, fix: `Nothing was done. ${fix}` });
  }
}

/** A flag that takes a guard away names another destination than the one that is synced to. */
export class WrongScopeError extends UsageError {
  override readonly name = 'WrongScopeError';

  constructor(flag: string, got: string, allowed: string) {
    super({ what: `${flag} names what it is meant for, so that it works nowhere else`, got, allowed });
  }
}
