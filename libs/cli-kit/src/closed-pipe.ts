import type { Command } from 'commander';
import { ExitCode } from './exit-codes';

/** The part of `process.stdout` that a reader who goes away concerns. */
export interface PipedStream extends NodeJS.EventEmitter {
  write: NodeJS.WriteStream['write'];
}

/** How Linux says that nobody reads any more: a pipe's or a socket's other end is closed, a terminal is gone. */
const NOBODY_READS = new Set(['EPIPE', 'EIO']);

/** Whether the command at work has nothing to finish without its reader. */
let isOnlyReading = false;

/**
 * Marks a command that only reads and prints as it goes, so that it ends at once when its reader goes away
 * (`strata archive versions … | head`). Without the mark a command goes on: it may be half-way through a change.
 */
export function endsWithItsReader(command: Command): Command {
  return command.hook('preAction', () => {
    isOnlyReading = true;
  });
}

/**
 * Keeps a process alive whose output nobody reads any more, where Node would throw an unhandled EPIPE. What it still
 * prints there is dropped, its work goes on, and its exit code is that of its work: a log reader that dies must neither
 * stop a sync half-way nor make it look done. Only a command that `endsWithItsReader` ends, with exit code 0.
 *
 * @param streams @default stdout and stderr
 * @param exit @default process.exit
 */
export function outliveReaders(
  streams: readonly PipedStream[] = [process.stdout, process.stderr],
  exit: (code: number | string) => void = process.exit,
): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!NOBODY_READS.has(error.code ?? '')) throw error;
      if (isOnlyReading) return exit(process.exitCode ?? ExitCode.done);
      stream.write = dropped;
      // Whoever waits for the reader to catch up waits no longer.
      stream.emit('drain');
    });
  }
}

/** Takes what is written for written. */
function dropped(_chunk: unknown, ...rest: readonly unknown[]): boolean {
  const written = rest.find((each) => typeof each === 'function');
  if (written !== undefined) process.nextTick(written as () => void);
  return true;
}
