import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A moment in a program's life. */
export interface FatalMoment {
  /** Which of the calls that count, from 1. */
  readonly nth: number;
  /**
   * `before` AWS hears of it, `midway` in its content (of an upload what is sent, else the answer), or `after` AWS has
   * carried it out and nobody has heard.
   */
  readonly when: 'before' | 'midway' | 'after';
}

/** A way to a local AWS on which a program can be killed at a call rather than at a time. */
export interface Fuse {
  /** What the program takes for AWS. */
  readonly endpoint: string;
  /** Names of the calls that count, in the order in which they came; the fatal one is the last. */
  readonly calls: readonly string[];
  /** Resolves at the fatal moment; nothing comes through from then on. */
  readonly blown: Promise<void>;
  /** Waits for what AWS is still about to carry out: from then on nothing of the program's changes anything. */
  close(): Promise<void>;
}

/**
 * Opens one.
 *
 * @param endpoint of the local AWS
 * @param nameOf names a call that counts; undefined for one that does not
 * @param fatal without it every call goes through
 */
export async function openFuse(
  endpoint: string,
  nameOf: (call: IncomingMessage, body: Buffer) => string | undefined,
  fatal?: FatalMoment,
): Promise<Fuse> {
  const calls: string[] = [];
  let blow: () => void = () => undefined;
  const blown = new Promise<void>((resolve) => (blow = resolve));
  let isBlown = false;
  const underWay = new Set<Promise<void>>();
  const through = (forwarded: Promise<void>): Promise<void> => {
    const settled = forwarded.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return forwarded;
  };
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bodyOf(incoming);
    const name = isBlown ? undefined : nameOf(incoming, body);
    const isFatal = name !== undefined && calls.push(name) === fatal?.nth;
    if (isFatal && fatal.when === 'before') isBlown = true;
    if (!isBlown)
      await through(forward(endpoint, incoming, body, outgoing, isFatal ? fatal.when : undefined));
    if (!isFatal && !isBlown) return;
    isBlown = true;
    blow();
    outgoing.destroy();
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    blown,
    async close() {
      server.closeAllConnections();
      await Promise.all(underWay);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** @param when of the fatal call: how much of it comes through */
function forward(
  endpoint: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  when: FatalMoment['when'] | undefined,
): Promise<void> {
  const isCut = when === 'midway' && body.length > 0;
  return new Promise((resolve, reject) => {
    const onward = request(new URL(url ?? '/', endpoint), { method, headers }, (answer) => {
      answer.once('error', reject).once('end', resolve);
      if (when === 'after') return void answer.resume();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (when === 'midway') return halfOf(answer, outgoing);
      // Whoever was killed does not read on, and the call ends all the same.
      if (outgoing.destroyed) return void answer.resume();
      answer.pipe(outgoing);
      // After the pipe's own listener, which pauses the answer.
      outgoing.once('close', () => answer.resume());
    });
    onward.once('error', isCut ? () => resolve() : reject);
    if (!isCut) return void onward.end(body);
    // AWS gets half of it, and then the connection breaks, as when its sender dies.
    onward.write(body.subarray(0, body.length / 2), () => onward.destroy());
  });
}

/** Passes on half of an answer; a short time is left for it to be written to disk. */
function halfOf(answer: IncomingMessage, outgoing: ServerResponse): void {
  let left = Math.floor(Number(answer.headers['content-length'] ?? 0) / 2);
  answer.on('data', (chunk: Buffer) => {
    if (left > 0) outgoing.write(chunk.subarray(0, left));
    left -= chunk.length;
  });
}
