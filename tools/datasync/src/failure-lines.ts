/** What the log of an execution tells of failures. */
export interface FailureLog {
  /** The first lines about failures, oldest first. */
  readonly lines: readonly string[];
  /** Items that could not be copied; at least so many where the log was not read to its end. */
  readonly failed: number;
  /** Items that the verification found different. */
  readonly mismatches: number;
  /** Whether it was read to its end. DataSync writes with some delay: what is not there yet is missing all the same. */
  readonly complete: boolean;
}

/** Lines that are kept to be shown. */
const MOST_SHOWN = 5;

/**
 * Whether a line of DataSync's log in Basic mode tells of a failure. One that only says that a special file was left out
 * does not: DataSync never copies these.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-task-verification.html
 */
export function tellsOfFailure(line: string): boolean {
  return /^\[ERROR\]|^\[WARN\](?! Skipp)/.test(line) || isMismatch(line);
}

/**
 * Sums up lines that tell of failures. An object that S3 refuses has two lines, `S3 Exception: op=…` and `Failed to …`,
 * so the more frequent kind counts; a line about the run as a whole is about no item. Pure.
 */
export function summarise(lines: readonly string[], complete: boolean): FailureLog {
  const items = lines.filter((line) => !isMismatch(line) && !isAboutTheRun(line));
  const named = items.filter((line) => /^\[\w+\] Failed to /.test(line)).length;
  return {
    lines: lines.slice(0, MOST_SHOWN),
    failed: Math.max(named, items.length - named),
    mismatches: lines.filter(isMismatch).length,
    complete,
  };
}

/** What ended the run, or sums it up: it names no item. */
function isAboutTheRun(line: string): boolean {
  return /^\[\w+\] (Task|The task execution|Transfer and verification completed)\b/.test(line);
}

/** Verification marks what it found with `<>`, `>` or `<`. */
function isMismatch(line: string): boolean {
  return /^\[\w+\] Verification failed\b/.test(line);
}
