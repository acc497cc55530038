import { ExitCode } from './exit-codes';

/** What an error tells its reader. Only `what` and `fix` are always known. */
export interface Explanation {
  /** What failed, as a sentence without its full stop. */
  readonly what: string;
  /** The value that was got. */
  readonly got?: string | undefined;
  /** Which values are allowed. */
  readonly allowed?: string | undefined;
  /** How to put it right: an order, best a command line. */
  readonly fix?: string | undefined;
}

/** Base of the errors that a user can do something about: shown as a message, without a stack trace. */
export class StrataError extends Error {
  override readonly name: string = 'StrataError';

  constructor(
    readonly explanation: Explanation,
    readonly exitCode: ExitCode = ExitCode.failed,
    options?: ErrorOptions,
  ) {
    super(explain(explanation), options);
  }
}

/** A command line that makes no sense. */
export class UsageError extends StrataError {
  override readonly name: string = 'UsageError';

  constructor(explanation: Explanation) {
    super(explanation, ExitCode.usage);
  }
}

/** The user stopped the command (Ctrl-C, SIGTERM, or a closed terminal). */
export class InterruptedError extends StrataError {
  override readonly name = 'InterruptedError';

  constructor(what = 'Interrupted', options?: ErrorOptions) {
    super({ what }, ExitCode.interrupted, options);
  }
}

/**
 * The exit code that an error asks for by its numeric `exitCode`, or undefined when it does not ask:
 * then it is a fault of the program, not of its user. Errors of libraries that know nothing of this one count too.
 */
export function exitCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('exitCode' in error)) return undefined;
  return typeof error.exitCode === 'number' && Number.isInteger(error.exitCode) ? error.exitCode : undefined;
}

function explain({ what, got, allowed, fix }: Explanation): string {
  const facts = [what, got && `got ${got}`, allowed && `allowed: ${allowed}`].filter(Boolean).join('; ');
  return [/[.:!?]$/.test(facts) ? facts : `${facts}.`, fix].filter(Boolean).join(' ');
}
