import type { IncomingMessage } from 'node:http';
import { ec2Error, jsonError, queryError, s3Error } from './answers';
import type { GatewayRequest, GatewayResponse } from './service';

/**
 * Whether moto broke down on a call. It answers an unknown operation (NotImplementedError) and a fault of its own alike:
 * 500 with an HTML page of Flask's; real AWS errors are never HTML.
 */
export function isBreakdown(answer: IncomingMessage): boolean {
  return (answer.statusCode ?? 0) >= 500 && (answer.headers['content-type'] ?? '').startsWith('text/html');
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
