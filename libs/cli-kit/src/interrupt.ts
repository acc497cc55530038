import { InterruptedError } from './errors';
import { ExitCode } from './exit-codes';

/** The signals that ask a command to stop: Ctrl-C, `kill`, a closed terminal. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The part of `process` that signals need; a test gives an EventEmitter. */
export interface SignalSource {
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}

/**
 * Calls `handler` at each stop signal with how many came so far (1 for the first), instead of ending the process.
 *
 * @returns a function that takes the handler away again.
 */
export function onInterrupt(handler: (times: number) => void, source: SignalSource = process): () => void {
  let times = 0;
  const listener = (): void => handler((times += 1));
  for (const signal of STOP_SIGNALS) source.on(signal, listener);
  return () => {
    for (const signal of STOP_SIGNALS) source.off(signal, listener);
  };
}

/** How an interruptible operation meets further signals. */
export interface InterruptOptions {
  /** Called at the first signal, before the abort; the place to tell the user what is being finished. */
  readonly onFirst?: (() => void) | undefined;
  /** Called at each later signal, counted from 2. @default ends the process at once with code 130 */
  readonly onAgain?: ((times: number) => void) | undefined;
  readonly source?: SignalSource | undefined;
}

/**
 * Runs an operation that a stop signal aborts. The operation decides what it must finish first; whatever it
 * answers or throws after a signal, the outcome is an {@link InterruptedError}, so that the exit code is 130.
 */
export async function interruptible<T>(
  run: (signal: AbortSignal) => Promise<T>,
  options: InterruptOptions = {},
): Promise<T> {
  const controller = new AbortController();
  const onAgain = options.onAgain ?? (() => process.exit(ExitCode.interrupted));
  const release = onInterrupt((times) => {
    if (times > 1) return onAgain(times);
    options.onFirst?.();
    controller.abort(new InterruptedError());
  }, options.source);
  try {
    const answer = await run(controller.signal);
    controller.signal.throwIfAborted();
    return answer;
  } catch (error) {
    if (!controller.signal.aborted || error instanceof InterruptedError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new InterruptedError(`Interrupted: ${detail}`, { cause: error });
  } finally {
    release();
  }
}
