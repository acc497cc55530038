import { createWriteStream } from 'node:fs';
import type { Injection } from '../unkind';

/** One line of `requests.jsonl`. */
export interface RequestLogEntry {
  /** ISO 8601, UTC, when the request arrived. */
  readonly time: string;
  /** Signing name, empty for unsigned requests. */
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** 0 when the connection was reset on purpose. */
  readonly status: number;
  /** Milliseconds until the last byte of the answer was handed to the socket. */
  readonly ms: number;
  readonly answeredBy: 'gateway' | 'moto';
  /** Set when moto cannot do this call, or failed inside: the answer was turned into a 501. */
  readonly unimplemented?: true;
  /** Set when the call was treated unkindly: what was done to it. */
  readonly injected?: Injection;
}

/** Appends entries to a file as JSON lines. */
export interface RequestLog {
  readonly path: string;
  write(entry: RequestLogEntry): void;
  close(): Promise<void>;
}

/** Opens the log, empty: what went before concerns a state that is gone. A log that cannot be written never fails a request: it is reported once. */
export function openRequestLog(path: string, onError: (error: Error) => void): RequestLog {
  const stream = createWriteStream(path, { flags: 'w' });
  stream.once('error', onError);
  stream.on('error', () => undefined);
  return {
    path,
    write: (entry) => void stream.write(`${JSON.stringify(entry)}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
