import { XMLBuilder } from 'fast-xml-parser';
import { randomUUID } from 'node:crypto';
import type { GatewayResponse } from './service';

/** An answer of the JSON protocols. `body` undefined sends an empty object. */
export function json(body: unknown = {}, status = 200): GatewayResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(body),
  };
}

/**
 * An error of the JSON protocols. Clients read the code from `__type` (JSON 1.x), `X-Amzn-ErrorType` (REST JSON)
 * or, for EFS, `ErrorCode` in the body: all are given.
 */
export function jsonError(status: number, code: string, message: string): GatewayResponse {
  const answer = json({ __type: code, Code: code, ErrorCode: code, Message: message, message }, status);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } };
}

/** An XML answer. `document` is turned into elements key by key; arrays repeat their element. */
export function xml(document: unknown, status = 200): GatewayResponse {
  const text = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' }).build(
    document,
  ) as string;
  return {
    status,
    headers: { 'content-type': 'text/xml; charset=utf-8', 'x-amzn-requestid': randomUUID() },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`,
  };
}

/** An error of EC2's query protocol, which wraps errors in its own way. */
export function ec2Error(status: number, code: string, message: string): GatewayResponse {
  return xml(
    { Response: { Errors: { Error: { Code: code, Message: message } }, RequestID: randomUUID() } },
    status,
  );
}

/** An error of the other query-protocol services (SNS, IAM, Auto Scaling, …). */
export function queryError(status: number, code: string, message: string): GatewayResponse {
  const Error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return xml({ ErrorResponse: { Error, RequestId: randomUUID() } }, status);
}

/** An error of S3's REST XML protocol. */
export function s3Error(status: number, code: string, message: string): GatewayResponse {
  return xml({ Error: { Code: code, Message: message, RequestId: randomUUID() } }, status);
}
