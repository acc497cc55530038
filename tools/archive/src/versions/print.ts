import { once } from 'node:events';
import type { Output } from '@strata/cli-kit';

/**
 * Prints a stream item by item as it comes, so that memory stays flat however long it is: with `--json` one JSON text
 * per line, else `text`. A reader that is slow slows the stream down.
 *
 * @returns how many items there were
 */
export async function printEach<T>(
  { mode }: Output,
  items: AsyncIterable<T>,
  json: (item: T) => unknown,
  text: (item: T) => string,
): Promise<number> {
  let count = 0;
  for await (const item of items) {
    count += 1;
    const line = mode === 'json' ? JSON.stringify(json(item)) : text(item);
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  }
  return count;
}

/** A moment as S3 dates: to the second. */
export function seconds(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}

/** A key for people: as it is, quoted where it holds what a terminal would not show. */
export function keyText(key: string): string {
  // eslint-disable-next-line no-control-regex -- those are what is looked for
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029"\\]|^\s|\s$|^$/.test(key) ? JSON.stringify(key) : key;
}
