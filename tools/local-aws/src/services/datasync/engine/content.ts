import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Throttle } from './throttle';

/** Content that ended at another length than announced: the file changed while it was read. */
export class ChangedWhileRead extends Error {
  override readonly name = 'ChangedWhileRead';
  constructor(path: string, expected: number, got: number) {
    super(`${path} changed while it was read: expected ${expected} bytes, got ${got}`);
  }
}

/** What passing content through {@link metered} has seen. */
export interface Meter {
  bytes: number;
  /** SHA-256 in hexadecimal, set when the content has ended. */
  sha256: string;
}

/**
 * Passes content on, throttled, counted and hashed. Fails instead of ending when the length is not `size`, so that a
 * writer never completes an object with half a file.
 */
export function metered(
  content: Readable,
  expected: { readonly path: string; readonly size: number },
  throttle: Throttle,
  signal: AbortSignal,
  onBytes: (bytes: number, soFar: number) => Promise<void> | void,
): { readonly stream: Readable; readonly meter: Meter } {
  const meter: Meter = { bytes: 0, sha256: '' };
  async function* pass(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for await (const chunk of content as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      await throttle.take(chunk.length, signal);
      hash.update(chunk);
      meter.bytes += chunk.length;
      await onBytes(chunk.length, meter.bytes);
      yield chunk;
    }
    if (meter.bytes !== expected.size) throw new ChangedWhileRead(expected.path, expected.size, meter.bytes);
    meter.sha256 = hash.digest('hex');
  }
  return { stream: Readable.from(pass(), { objectMode: false }), meter };
}

/** SHA-256 of a stream, in hexadecimal. */
export async function sha256(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** All bytes of a stream. Only for content known to be small. */
export async function collect(content: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
