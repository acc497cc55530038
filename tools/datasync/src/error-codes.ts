import { type FailurePattern, KNOWN_FAILURES, type KnownFailure, UNKNOWN_FAILURE } from './known-failures';

/** A failure of an execution or a task, explained. */
export interface ExplainedFailure extends KnownFailure {
  /** DataSync's own. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
}

/** Every cause that the table knows, in its order. */
export const KNOWN_CAUSES: readonly string[] = KNOWN_FAILURES.map(({ cause }) => cause);

/**
 * Explains a failure by DataSync's code, words and log; undefined when there is none. Where these only say that something
 * failed (`Selected files transferred except for files skipped due to errors`), the log says why. Pure.
 *
 * @param log lines of the execution's log about failures, oldest first
 */
export function explainFailure(
  code: string | undefined,
  detail: string | undefined,
  log: readonly string[] = [],
): ExplainedFailure | undefined {
  if (!code && !detail && log.length === 0) return undefined;
  // A run may end well although files failed; then the log alone says so.
  const said = code || detail ? find(code, detail ?? '') : (BY_CAUSE.get('files-failed') ?? UNKNOWN_FAILURE);
  const causes = said.vague ? log.map((line) => find(undefined, reasonIn(line))) : [];
  const { cause, meaning, check, source } = causes.find(({ vague }) => !vague) ?? said;
  return { cause, meaning, check, source, code: code || undefined, detail: detail || undefined };
}

/** Whether code and words leave open why it failed, so that the log is worth reading. Pure. */
export function isVague(code: string | undefined, detail: string | undefined): boolean {
  return find(code, detail ?? '').vague === true;
}

const BY_CAUSE = new Map(KNOWN_FAILURES.map((failure) => [failure.cause, failure]));

/** A code that means something definite goes before words, these before a code that does not. */
function find(code: string | undefined, text: string): FailurePattern {
  const byCode = KNOWN_FAILURES.filter(({ codes }) => code !== undefined && codes?.includes(code));
  const open = byCode.length === 0 || byCode.some(({ cause }) => cause === 'location');
  const among = open ? KNOWN_FAILURES : byCode;
  return among.find(({ words }) => words?.test(text)) ?? byCode.at(-1) ?? UNKNOWN_FAILURE;
}

/**
 * The reason in a line of DataSync's log, without the path in it: a file may be called `kms:Decrypt`. Lines are
 * `[ERROR] Failed to <do> file <path>: <reason>`, `[ERROR] S3 Exception: op=<call> <key>, code=…, msg=<reason>` and
 * `[NOTICE] Verification failed <> <path>`.
 * Sources: https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-storage-issues.html,
 * https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-task-verification.html
 */
function reasonIn(line: string): string {
  if (/S3 Exception: op=/.test(line))
    return line.replace(/^.*S3 Exception: op=.*(, code=)/, 'S3 Exception$1');
  const text = line.replace(/^\[\w+\]\s*/, '').replace(/^(Verification failed)\b.*/, '$1');
  return text.startsWith('Failed to ') ? text.slice(text.lastIndexOf(': ') + 2) : text;
}
