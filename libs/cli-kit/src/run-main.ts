import { type Command, CommanderError } from 'commander';
import { exitCodeOf } from './errors';
import { ExitCode } from './exit-codes';

/** What `runMain` runs on; each defaults to the process's own. */
export interface MainOptions {
  /** The command line after the program's name. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where errors are told. */
  readonly stderr?: { write(text: string): unknown };
}

/** Commander's codes for output that was asked for, so no error. */
const ASKED_FOR = new Set(['commander.helpDisplayed', 'commander.version']);

/**
 * Runs a program and answers its exit code: what an action left in `process.exitCode`, an error's own `exitCode`
 * (see {@link exitCodeOf}), 2 for a command line that commander refuses, 1 for anything unforeseen.
 * An error is told as its message alone; with `--debug` anywhere on the command line, or `STRATA_DEBUG`, as its stack.
 */
export async function runMain(program: Command, options: MainOptions = {}): Promise<number> {
  const { args = process.argv.slice(2), env = process.env, stderr = process.stderr } = options;
  const debug = args.includes('--debug') || Boolean(env['STRATA_DEBUG']);
  throwInsteadOfExit(program);
  try {
    await program.parseAsync(withoutDebug(args), { from: 'user' });
    return Number(process.exitCode ?? ExitCode.done);
  } catch (error) {
    if (error instanceof CommanderError) return ASKED_FOR.has(error.code) ? ExitCode.done : ExitCode.usage;
    stderr.write(describeError(error, debug));
    return exitCodeOf(error) ?? ExitCode.failed;
  }
}

/** An error as its user sees it: message, then the causes' messages or, for faults of the program, the stack. */
export function describeError(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return `error: ${String(error)}\n`;
  if (debug)
    return `${error.stack ?? error.message}${causeOf(error, (cause) => cause.stack ?? cause.message)}\n`;
  const hint =
    exitCodeOf(error) === undefined ? '\nThis was not foreseen; --debug shows where it happened.' : '';
  return `error: ${error.message}${hint}\n`;
}

/**
 * The program's last step: ends the process with `code` once all output is written.
 * Ends it explicitly, since idle keep-alive connections would hold it back for seconds.
 */
export function exitWhenWritten(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}

function withoutDebug(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.filter((arg, at) => arg !== '--debug' || (end !== -1 && at > end));
}

function causeOf(error: Error, show: (cause: Error) => string): string {
  return error.cause instanceof Error ? `\ncaused by: ${show(error.cause)}${causeOf(error.cause, show)}` : '';
}
