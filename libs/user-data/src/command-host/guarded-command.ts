import { UserDataInputError } from '../errors';
import { absolutePath } from '../shell/values';

/** A command that a scheduler runs, with what keeps its runs apart and what they are logged to. */
export interface GuardedCommandInput {
  /** One command line of bash, without a comment at its end. */
  readonly command: string;
  readonly logFile: string;
  /** The file that keeps two runs apart. */
  readonly lockFile: string;
}

/** Ends the line of the log when a run is left out because the last one is still under way: `EX_TEMPFAIL`. */
export const SKIPPED_EXIT_CODE = 75;

/** A handler that does nothing, unlike an ignored signal, is not passed on: each shell needs one, and the command gets the signal. */
const WAIT_FOR_COMMAND = 'trap : HUP INT TERM';

/**
 * One line of bash that runs the command, never twice at a time, with each line of its output and its exit code logged
 * with the time in UTC. It ends with the command's exit code, or 75 where the run is left out.
 *
 * A signal to stop goes to the command, which may have instances to start again: the shells around it wait for it, and
 * go on logging what it says.
 *
 * @throws UserDataInputError
 */
export function guardedCommand({ command, logFile, lockFile }: GuardedCommandInput): string {
  if (command.trim() === '' || /[\r\n]/.test(command)) {
    throw new UserDataInputError('command', command, 'give one line');
  }
  const lock = absolutePath('lockFile', lockFile);
  const log = absolutePath('logFile', logFile);
  const guarded = [
    WAIT_FOR_COMMAND,
    `flock -n 9 || { echo "skipped: the previous run is still under way"; exit ${SKIPPED_EXIT_CODE}; }`,
    'echo "started"',
    // Without the lock's descriptor, so that a process which the command leaves behind does not hold the lock.
    `(${command}) 9>&-`,
    'code=$?',
    'echo "finished with exit code $code"',
    'exit $code',
  ].join('; ');
  const stamped = 'trap "" HUP INT TERM; while IFS= read -r line; do echo "$(date -u -Is) $line"; done';
  return `set -o pipefail; ${WAIT_FOR_COMMAND}; (${guarded}) 9>>${lock} 2>&1 | (${stamped}) >>${log}`;
}
