import { createInterface } from 'node:readline/promises';

/** What becomes of a run when its watcher is interrupted. */
export type AfterInterrupt = 'cancel' | 'leave' | 'go-on';

/** What is decided by. */
export interface InterruptSurroundings {
  /** `--cancel-on-interrupt`. */
  readonly cancel: boolean;
  /** Somebody can be asked: stdin and stderr are a terminal. */
  readonly canAsk: boolean;
  /** Asks, and answers the line that was typed; undefined when it was interrupted or closed. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

const QUESTION = 'Cancel the run [c], stop watching and let it go on [s], or watch on [Enter]? ';

/**
 * Decides what becomes of the run: an option says so, else whoever sits at the terminal, else it goes on by itself,
 * since a backup is not to die with the terminal of its watcher. A second Ctrl-C at the question only stops watching.
 */
export async function decideInterrupt({
  cancel,
  canAsk,
  ask,
}: InterruptSurroundings): Promise<AfterInterrupt> {
  if (cancel) return 'cancel';
  if (!canAsk) return 'leave';
  for (;;) {
    const answer = (await ask(QUESTION))?.trim().toLowerCase();
    if (answer === undefined) return 'leave';
    if (answer === '') return 'go-on';
    if ('cancel'.startsWith(answer)) return 'cancel';
    if ('stop'.startsWith(answer)) return 'leave';
  }
}

/** Whether somebody can be asked on this terminal. */
export function canAskOnTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks on the terminal; undefined at Ctrl-C or Ctrl-D. */
export async function askOnTerminal(question: string): Promise<string | undefined> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const given = new AbortController();
  const giveUp = (): void => given.abort();
  asking.once('SIGINT', giveUp);
  asking.once('close', giveUp);
  try {
    return await asking.question(question, { signal: given.signal });
  } catch {
    return undefined;
  } finally {
    asking.close();
  }
}
