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

/** Why nothing more can be written, by the code of the file system. */
const FULL: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EROFS: 'it is read-only',
};

/** Nothing more can be written to a directory. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
  readonly exitCode = 1;

  constructor(root: string, code: string) {
    super(
      `Nothing more can be written to ${root}: ${FULL[code]} (${code}). Make room and run again: files that are there are whole, and the next run goes on.`,
    );
  }
}

/** What a file system says, in words where it has no room; any other error comes back as it is. */
export function explainNoRoom(error: unknown, root: string): unknown {
  const code = errorCode(error) ?? '';
  return Object.hasOwn(FULL, code) ? new NoRoomError(root, code) : error;
}

/** Whether what failed for one item is sure to fail for all: then no more are begun. */
export function isHopeless(error: unknown): boolean {
  if (error instanceof NoRoomError) return true;
  const code = errorCode(error) ?? '';
  return ['expired-credentials', 'unreachable'].includes(failureKind(error)) || code === 'NoSuchBucket';
}
