import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { IncomingRequest } from './incoming';
import { forwardedHeaders, withLength } from './proxy-headers';

/** Sends a request on to moto and resolves with the head of its answer; the body still streams. */
export async function sendToMoto(motoEndpoint: string, request: IncomingRequest): Promise<IncomingMessage> {
  const { source } = request;
  const buffered = await request.bufferedBody();
  const headers = forwardedHeaders(source.rawHeaders);
  const hasBody =
    source.headers['content-length'] !== undefined || source.headers['transfer-encoding'] !== undefined;

  const { hostname, port } = new URL(motoEndpoint);
  const upstream = httpRequest({
    hostname,
    port,
    method: request.method,
    path: request.path,
    // Node takes raw pairs as an array; its own Host is left out because the client's is among them.
    headers: (buffered ? withLength(headers, buffered.length) : headers) as never,
    setHost: false,
    agent: false,
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve);
    upstream.once('error', reject);
  });
  answer.catch(() => undefined);

  if (buffered) upstream.end(buffered);
  else if (!hasBody) upstream.end();
  // moto may answer and hang up before it has read everything; the answer then counts, not the broken upload.
  else pipeline(source, upstream).catch((error: Error) => upstream.destroy(error));
  return answer;
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
