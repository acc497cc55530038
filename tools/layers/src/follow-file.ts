import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { StringDecoder } from 'node:string_decoder';

/** How often a growing file is looked at, in milliseconds. */
const LOOK_EVERY_MS = 50;

/**
 * Hands over each line of a growing file, and ends when `isComplete` held before everything was read.
 * A last line without its line end counts too.
 */
export async function followFile(
  path: string,
  isComplete: () => boolean,
  onLine: (line: string) => void,
): Promise<void> {
  const file = await open(path, 'r');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(64 * 1024);
  let rest = '';
  try {
    for (;;) {
      const complete = isComplete();
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead > 0) {
        const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split(/\r?\n/);
        rest = lines.pop() ?? '';
        lines.forEach(onLine);
      } else if (complete) break;
      else await sleep(LOOK_EVERY_MS);
    }
    if (rest !== '') onLine(rest);
  } finally {
    await file.close();
  }
}
