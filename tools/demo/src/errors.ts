import { StrataError } from '@strata/cli-kit';

/** The folder to back up cannot be used; nothing was started. */
export class FilesFolderError extends StrataError {
  override readonly name = 'FilesFolderError';
}

/** What was archived is not what was on the file system, or a run did not do what it should. */
export class DemoFailedError extends StrataError {
  override readonly name = 'DemoFailedError';
}
