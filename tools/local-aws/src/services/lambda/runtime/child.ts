import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { eachLine } from './lines';

/** What the child process is to run. */
export interface Invocation {
  readonly requestId: string;
  /** Folder of the unzipped code. */
  readonly taskRoot: string;
  /** `module.export`, perhaps with folders before it. */
  readonly handler: string;
  /** The event, JSON. */
  readonly event: string;
  readonly timeoutMs: number;
  readonly memoryMB: number;
  readonly logFormat: 'Text' | 'JSON';
  /** Least level that is written in JSON format. */
  readonly logLevel: string;
  /** The data fields of the handler's `context`. */
  readonly context: Readonly<Record<string, string | boolean>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** The body of a failed invocation. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How an invocation ended. */
export interface Outcome {
  /** The handler's result, JSON; undefined when it failed. */
  readonly payload?: string;
  readonly error?: FunctionError;
  /** Time from the start of the process until the handler was loaded; undefined when it was not. */
  readonly initMs?: number;
  /** Time in the handler, or in loading where that failed. */
  readonly durationMs: number;
  readonly timedOut: boolean;
  /** Resident memory at its most; undefined when the process was killed. */
  readonly maxMemoryMB?: number;
}

/** A running invocation. */
export interface Running {
  readonly outcome: Promise<Outcome>;
  kill(): void;
}

interface Message {
  readonly initialised?: true;
  readonly payload?: string;
  readonly error?: FunctionError;
  readonly maxMemoryMB?: number;
}

/** Most bytes of a result that Lambda hands back: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_RESULT_BYTES = 6 * 1024 * 1024;

/** Loading the code may take this long, whatever the function's timeout: Lambda's init phase. */
const INIT_TIMEOUT_MS = 10_000;

/**
 * Runs a function once in a Node process of its own: killed when its time is over, and when this process ends,
 * however that happens.
 *
 * @param print takes each line that the function prints, in order
 */
export function runInChild(invocation: Invocation, print: (line: string) => void): Running {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${invocation.memoryMB}`, join(__dirname, 'bootstrap.cjs')],
    {
      cwd: invocation.taskRoot,
      env: { ...invocation.environment },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C in the terminal is for us: we end our children.
      detached: true,
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) eachLine(stream, print);
  }
  const outcome = new Promise<Outcome>((resolve) => {
    const started = performance.now();
    let handlerStarted: number | undefined;
    let ended: number | undefined;
    let answer: Message | undefined;
    let timedOut = false;
    const expire = () => {
      timedOut = true;
      killGroup(child);
    };
    let timer = setTimeout(expire, INIT_TIMEOUT_MS + invocation.timeoutMs);
    child.on('message', (message: Message) => {
      if (!message.initialised) {
        ended = performance.now();
        return void (answer = message);
      }
      handlerStarted = performance.now();
      clearTimeout(timer);
      timer = setTimeout(expire, invocation.timeoutMs);
    });
    child.stdin?.on('error', () => undefined);
    // An error after the start (a message that no longer arrives) shows in how the process ends.
    child.on('error', () => undefined);
    // What the function has started would hold its output open.
    child.on('exit', () => killGroup(child));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      child.stdin?.destroy();
      const error = answer ? tooLarge(answer) : exitError(invocation, timedOut, code, signal);
      resolve({
        ...(error ? { error } : { payload: answer?.payload ?? 'null' }),
        ...(handlerStarted === undefined ? {} : { initMs: handlerStarted - started }),
        durationMs: (ended ?? performance.now()) - (handlerStarted ?? started),
        timedOut: timedOut && !answer,
        ...(answer?.maxMemoryMB === undefined ? {} : { maxMemoryMB: answer.maxMemoryMB }),
      });
    });
    child.send({ ...invocation, environment: undefined }, () => undefined);
  });
  return { outcome, kill: () => killGroup(child) };
}

/** Ends the child and whatever it has started. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left of it.
  }
}

function tooLarge(answer: Message): FunctionError | undefined {
  const bytes = Buffer.byteLength(answer.payload ?? '');
  if (answer.error || bytes <= MAX_RESULT_BYTES) return answer.error;
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`,
  };
}

function exitError(
  { requestId, timeoutMs }: Invocation,
  timedOut: boolean,
  code: number | null,
  signal: NodeJS.Signals | null,
): FunctionError {
  const about = (errorType: string, text: string) => ({
    errorType,
    errorMessage: `RequestId: ${requestId} Error: ${text}`,
  });
  if (timedOut)
    return about('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
  if (code === 0) return about('Runtime.ExitError', 'Runtime exited without providing a reason');
  const how = signal ? `signal: ${SIGNALS[signal] ?? signal}` : `exit status ${code}`;
  return about('Runtime.ExitError', `Runtime exited with error: ${how}`);
}

/** What Lambda calls the signals that end a process. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGTERM: 'terminated',
};
