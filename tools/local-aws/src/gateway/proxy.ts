import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { IncomingRequest } from './incoming';
import { forwardedHeaders, headerPairs, withLength } from './proxy-headers';
import type { GatewayRequest } from './service';

/**
 * Kept connections to moto: a third of its CPU per call went into new ones. moto's server never closes an idle one
 * (`moto/server.py`), so that none is found stale; a moto that serves itself answers `Connection: close` each time.
 */
const CONNECTIONS = new Agent({ keepAlive: true, maxFreeSockets: 64 });

/** Streams a client's request on to moto and resolves with the head of its answer; the answer's body still streams. */
export async function streamToMoto(motoEndpoint: string, request: IncomingRequest): Promise<IncomingMessage> {
  const { source } = request;
  const headers = forwardedHeaders(source.rawHeaders);
  const buffered = await request.bufferedBody();
  if (buffered)
    return send(motoEndpoint, request, withLength(headers, buffered.length), (to) => to.end(buffered));

  const { 'content-length': length, 'transfer-encoding': encoding } = source.headers;
  if (length === undefined && encoding === undefined) {
    return send(motoEndpoint, request, withLength(headers, 0), (to) => to.end());
  }
  return send(motoEndpoint, request, headers, (to) => {
    // moto may answer and hang up before it has read everything; the answer then counts, not the broken upload.
    pipeline(source, to).catch((error: Error) => to.destroy(error));
  });
}

/** Sends a request that a service holds or has made up. */
export async function replayToMoto(motoEndpoint: string, request: GatewayRequest): Promise<IncomingMessage> {
  const body = await request.body();
  const headers = forwardedHeaders(headerPairs(request.headers));
  return send(motoEndpoint, request, withLength(headers, body.length), (to) => to.end(body));
}

function send(
  motoEndpoint: string,
  request: Pick<GatewayRequest, 'method' | 'path'>,
  headers: string[],
  write: (to: ReturnType<typeof httpRequest>) => void,
): Promise<IncomingMessage> {
  const { hostname, port } = new URL(motoEndpoint);
  return new Promise((resolve, reject) => {
    const upstream = httpRequest({
      hostname,
      port,
      method: request.method,
      path: request.path,
      // Node takes raw pairs as an array; its own Host is left out because the client's is among them.
      headers: headers as never,
      setHost: false,
      agent: CONNECTIONS,
    });
    upstream.once('response', resolve);
    upstream.on('error', reject);
    write(upstream);
  });
}

/** Streams an answer of moto's to the client untouched. */
export async function relay(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, forwardedHeaders(answer.rawHeaders));
  response.flushHeaders();
  await pipeline(answer, response);
}

/** Reads an answer of moto's whole. Only for control-plane calls. */
export async function bufferAnswer(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
