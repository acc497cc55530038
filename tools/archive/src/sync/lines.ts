import { once } from 'node:events';

/** Writes a line to stdout, and waits where nobody reads: a plan may have a million lines. */
export async function writeLine(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}
