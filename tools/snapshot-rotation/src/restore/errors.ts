import { ExitCode, StrataError } from '@strata/cli-kit';
import { explained } from '../gateway/explained';

/** An instance could not be put back as it was. Its tag stays, so that `resume` tries again. */
export class NotRestoredError extends StrataError {
  override readonly name = 'NotRestoredError';

  constructor(what: string, cause: unknown, commandLine: string) {
    super(
      {
        what: `${what}: ${explained(cause).message}`,
        fix: `Run: strata snapshots resume, or by hand: ${commandLine}`,
      },
      ExitCode.failed,
      { cause },
    );
  }
}

/** The instance is gone, so there is nothing to put back. */
export class InstanceGoneError extends Error {
  override readonly name = 'InstanceGoneError';
  readonly exitCode = ExitCode.failed;

  constructor(instanceId: string) {
    super(`The instance ${instanceId} was terminated meanwhile, by someone else.`);
  }
}
