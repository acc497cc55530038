import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A moment in a program's life: before AWS gets its n-th write, or after AWS has carried it out and nobody has heard. */
export interface FatalMoment {
  /** Counted from 1. */
  readonly write: number;
  readonly when: 'before' | 'after';
}

/** A way to a local AWS on which a program can be killed at a call rather than at a time. */
export interface Fuse {
  /** What the program takes for AWS. */
  readonly endpoint: string;
  /** Names of the writes that came by, in order; the fatal one is the last. */
  readonly writes: readonly string[];
  /** Resolves at the fatal moment; nothing comes through from then on. */
  readonly blown: Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens one. Reads are not counted: between two writes nothing changes in AWS but by itself, so to die at a read is to
 * die after the write before it.
 *
 * @param endpoint of the local AWS
 * @param fatal without it every call goes through
 */
export async function openFuse(endpoint: string, fatal?: FatalMoment): Promise<Fuse> {
  const writes: string[] = [];
  let blow: () => void = () => undefined;
  const blown = new Promise<void>((resolve) => (blow = resolve));
  let isBlown = false;
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bodyOf(incoming);
    const action = new URLSearchParams(body.toString()).get('Action') ?? '';
    const isFatal = !isBlown && isWrite(action) && writes.push(action) === fatal?.write;
    if (isFatal && fatal.when === 'before') isBlown = true;
    if (!isBlown) await forward(endpoint, incoming, body, isFatal ? undefined : outgoing);
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
    writes,
    blown,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isWrite(action: string): boolean {
  return action !== '' && !action.startsWith('Describe');
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** @param outgoing undefined: nobody gets the answer */
function forward(
  endpoint: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onward = request(new URL(url ?? '/', endpoint), { method, headers }, (answer) => {
      answer.once('error', reject).once('end', resolve);
      if (outgoing === undefined) return void answer.resume();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', reject).end(body);
  });
}
