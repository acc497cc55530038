import { UsageError } from '@strata/cli-kit';

/** A source or destination that cannot be understood. */
export class BadLocationError extends UsageError {
  override readonly name = 'BadLocationError';

  /** @param why as the rest of a sentence: `it is empty` */
  constructor(text: string, why: string) {
    super({
      what: `This is no place to read or write: ${why}`,
      got: JSON.stringify(text),
      allowed: 'a directory, s3://bucket/prefix, or archive:prefix for the archive bucket of the environment',
      fix: 'A directory whose name looks like another kind of place is written with ./ before it.',
    });
  }
}

/** A command that works on a bucket was given a directory. */
export class BucketNeededError extends UsageError {
  override readonly name = 'BucketNeededError';

  constructor(got: string) {
    super({
      what: 'This command works on a bucket',
      got,
      allowed: 's3://bucket/prefix, or archive:prefix for the archive bucket of the environment',
    });
  }
}
