import { IncomingMessage, type ServerResponse } from 'node:http';
import type { IncomingRequest } from './incoming';
import { forwardedHeaders } from './proxy-headers';
import type { GatewayResponse } from './service';

/** Whether a request brings a body, in the middle of which its connection can be reset. */
export function bringsBody({ method, headers }: IncomingRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

/** Takes about half of an upload, and resets the connection: nobody carries it out. */
export async function resetMidUpload({ source, bufferedBody }: IncomingRequest): Promise<void> {
  const half = Number(source.headers['content-length'] ?? 0) / 2;
  let taken = 0;
  // What was read already, to know the operation, cannot be read again.
  if (bufferedBody() === undefined) {
    await new Promise<void>((resolve) => {
      source.on('data', (chunk: Buffer) => {
        taken += chunk.length;
        if (taken >= half) resolve();
      });
      source.once('close', resolve).once('end', resolve);
    });
  }
  source.socket.resetAndDestroy();
}

/** Sends the head of an answer and about half of its body, and resets the connection. */
export async function resetMidAnswer(
  content: GatewayResponse | IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const socket = response.socket;
  if (content instanceof IncomingMessage) {
    response.writeHead(content.statusCode ?? 502, forwardedHeaders(content.rawHeaders));
    const half = Number(content.headers['content-length'] ?? 0) / 2;
    let sent = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      const part = chunk.subarray(0, Math.max(0, Math.ceil(half - sent)));
      sent += part.length;
      if (part.length > 0) await written(response, part);
      if (sent >= half) break;
    }
  } else {
    const body = Buffer.from(content.body as string);
    response.writeHead(content.status, { ...content.headers, 'content-length': String(body.length) });
    await written(response, body.subarray(0, Math.ceil(body.length / 2)));
  }
  socket?.resetAndDestroy();
}

function written(response: ServerResponse, part: Buffer): Promise<void> {
  return new Promise((resolve) => response.write(part, () => resolve()));
}
