import type { IncomingMessage } from 'node:http';
import { ec2Error, jsonError, queryError, s3Error } from './answers';
import type { GatewayRequest, GatewayResponse } from './service';

/**
 * Whether moto may have broken down on a call: whether its answer is worth reading whole. It answers an unknown
 * operation (NotImplementedError), a path that it does not know and a fault of its own with an HTML page of Flask's.
 * The content type alone does not tell, for moto sends some true errors as `text/html` too.
 */
export function maybeBreakdown(answer: IncomingMessage): boolean {
  return (answer.statusCode ?? 0) >= 400 && (answer.headers['content-type'] ?? '').startsWith('text/html');
}

/** Whether an answer that {@link maybeBreakdown} is one: its body is a page of Flask's. */
export function isBreakdownPage(body: Buffer): boolean {
  return /^\s*<!doctype html>/i.test(body.toString('latin1', 0, 200));
}

/** `service:Operation`, or the method and path of a REST call, for messages. */
export function callName(request: GatewayRequest): string {
  const service = request.service || 'unsigned';
  return request.operation
    ? `${service}:${request.operation}`
    : `${service} ${request.method} ${request.path}`;
}

/**
 * Says in the caller's protocol that the local AWS cannot do this call. Status 501, because SDKs retry a 500 for minutes.
 */
export function unimplemented(request: GatewayRequest): GatewayResponse {
  const code = 'LocalAwsNotImplemented';
  const message =
    `the local AWS cannot do ${callName(request)}: moto does not implement it or failed inside ` +
    '(its traceback is in moto.log of the data directory)';
  if (request.service === 's3') return s3Error(501, code, message);
  if (request.service === 'ec2') return ec2Error(501, code, message);
  if (request.operation && request.headers['x-amz-target'] === undefined)
    return queryError(501, code, message);
  return jsonError(501, code, message);
}
