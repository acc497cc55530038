import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Longest line that is kept whole; CloudWatch Logs takes events of up to 1 MiB. */
const MAX_LINE = 256 * 1024;

/**
 * Hands over a stream line by line. Only line feeds end a line: Lambda's console writes the line ends inside a
 * message as carriage returns. Overlong lines are cut into pieces.
 */
export function eachLine(stream: Readable, take: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    while (rest.length >= MAX_LINE) {
      take(rest.slice(0, MAX_LINE));
      rest = rest.slice(MAX_LINE);
    }
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}
