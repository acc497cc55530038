import type { IncomingMessage } from 'node:http';
import { credentialScope, hasOperationInBody, operationOfHead } from './credential-scope';
import type { GatewayRequest } from './service';

/** Most bytes that a handled call may send; an AWS control-plane request stays far below. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** A request with more body than a handled call can have. Answered with 413. */
export class BodyTooLargeError extends Error {
  constructor() {
    super(
      `the request body is larger than ${MAX_BODY_BYTES} bytes, the most that a control-plane call may send`,
    );
  }
}

/** A request under way: what services see, plus what the proxy needs to replay it. */
export interface IncomingRequest extends GatewayRequest {
  readonly source: IncomingMessage;
  /** The whole body if someone asked for it, else undefined: then it still streams from `source`. */
  bufferedBody(): Promise<Buffer> | undefined;
}

/** Wraps a request; reads its body only when the operation cannot be told without it. */
export async function readIncoming(source: IncomingMessage): Promise<IncomingRequest> {
  const path = source.url ?? '/';
  const query = new URLSearchParams(path.includes('?') ? path.slice(path.indexOf('?') + 1) : '');
  const method = source.method ?? 'GET';
  const { service, region } = credentialScope(source.headers, query);
  let whole: Promise<Buffer> | undefined;
  const body = () => (whole ??= readBody(source));

  let operation = operationOfHead(source.headers, query);
  if (!operation && hasOperationInBody(method, source.headers, service)) {
    operation = new URLSearchParams((await body()).toString('utf8')).get('Action') ?? '';
  }
  return {
    source,
    method,
    path,
    query,
    headers: source.headers,
    service,
    region,
    operation,
    body,
    bufferedBody: () => whole,
  };
}

async function readBody(source: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
