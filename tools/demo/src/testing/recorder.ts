import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A call of the query protocol, as it was sent. */
export interface RecordedCall {
  /** By its signature: `ec2`, `monitoring`, … */
  readonly service: string;
  /** Empty for other protocols. */
  readonly form: URLSearchParams;
}

/** A way to a local AWS that keeps what comes by. */
export interface Recorder {
  readonly endpoint: string;
  readonly calls: readonly RecordedCall[];
  close(): Promise<void>;
}

/** Headers that are of one connection only, or that `fetch` sets by itself. */
const OF_THE_CONNECTION =
  /^(host|connection|content-length|transfer-encoding|content-encoding|keep-alive|expect)$/;

/** Opens one in front of a local AWS. */
export async function recordCalls(endpoint: string): Promise<Recorder> {
  const calls: RecordedCall[] = [];
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const [, service = ''] =
      /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? '') ?? [];
    const isForm = incoming.headers['content-type']?.includes('form-urlencoded') === true;
    calls.push({ service, form: new URLSearchParams(isForm ? body.toString() : '') });
    const { method = 'GET', url = '/' } = incoming;
    const answer = await fetch(new URL(url, endpoint), {
      method,
      headers: plain(Object.entries(incoming.headers)),
      ...(body.length > 0 ? { body } : {}),
    });
    outgoing.writeHead(answer.status, plain([...answer.headers]));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: Error) => outgoing.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function plain(headers: readonly (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(
    headers.filter(([name]) => !OF_THE_CONNECTION.test(name)).map(([name, value]) => [name, String(value)]),
  );
}
