import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsTarget } from '../client-options';

/** One call as the service got it. */
export interface Call {
  /** 0 for the first call that arrived. */
  readonly number: number;
  readonly action: string;
  readonly parameters: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** What the service does with a call: answers, cuts the connection at once or in the middle, keeps silent likewise. */
export type Reaction =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'reset'
  | 'silence'
  | 'half an answer'
  | 'half an answer, then silence';

/** A service on 127.0.0.1 that speaks EC2's query protocol. */
export interface Service {
  readonly target: AwsTarget;
  readonly calls: readonly Call[];
  /** Connections that were opened. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** An error as EC2 writes it. */
export function ec2Error(
  status: number,
  code: string,
  message = 'for a test',
  headers: Readonly<Record<string, string>> = {},
): Reaction {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, body: `<Response><Errors>${error}</Errors><RequestID>r</RequestID></Response>`, headers };
}

/** A good answer as EC2 writes it. */
export function ec2Answer(
  action: string,
  content = '',
  headers: Readonly<Record<string, string>> = {},
): Reaction {
  const xmlns = 'http://ec2.amazonaws.com/doc/2016-11-15/';
  const body = `<${action}Response xmlns="${xmlns}"><requestId>r</requestId>${content}</${action}Response>`;
  return { status: 200, body, headers };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Starts a service on a free port; `react` decides on each call. */
export async function startService(react: (call: Call) => Reaction | Promise<Reaction>): Promise<Service> {
  const calls: Call[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const parameters = new URLSearchParams(await bodyOf(request));
    const action = parameters.get('Action') ?? '';
    const call = { number: calls.length, action, parameters, headers: request.headers };
    calls.push(call);
    const reaction = await react(call);
    if (reaction === 'silence') return;
    if (reaction === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (typeof reaction === 'string') {
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '1000' });
      response.write('<half>', () => reaction === 'half an answer' && request.socket.destroy());
      return;
    }
    response.writeHead(reaction.status, { 'content-type': 'text/xml', ...reaction.headers });
    response.end(reaction.body);
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    target: { region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}` },
    calls,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
