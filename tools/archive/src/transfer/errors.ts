import { errorCode, failureKind } from '@strata/aws';

/** A file that was changed each time it was read. */
export class ChangingFileError extends Error {
  override readonly name = 'ChangingFileError';
  readonly exitCode = 1;

  constructor(path: string, tries: number) {
    super(
      `${path} was changed while it was read, ${tries} times in a row; the destination still has what it had.`,
    );
  }
}

/** Something at the destination is not what the plan saw there. */
export class InTheWayError extends Error {
  override readonly name = 'InTheWayError';
  readonly exitCode = 1;

  constructor(path: string, what: string) {
    super(`At ${path} there is ${what}, which is left as it is. Move it away, or run again to plan anew.`);
  }
}

/** What arrived is not what S3 has. */
export class DamagedContentError extends Error {
  override readonly name = 'DamagedContentError';
  readonly exitCode = 1;

  constructor(what: string, expected: string, got: string) {
    super(
      `The content of ${what} did not arrive whole: expected ${expected}, got ${got}. The file was left as it was.`,
    );
  }
}

/** No room, read only, or over quota. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** Whether what failed for one item is sure to fail for all: then no more are begun. */
export function isHopeless(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  if (FULL.has(code)) return true;
  return ['expired-credentials', 'unreachable'].includes(failureKind(error)) || code === 'NoSuchBucket';
}
