import type { IncomingHttpHeaders } from 'node:http';

/** Who a request is for, as far as its head tells. */
export interface CredentialScope {
  /** Signing name, lower case, e.g. `elasticfilesystem`; empty when the request is unsigned. */
  readonly service: string;
  /** AWS Region, e.g. `eu-central-1`; empty when the request is unsigned. */
  readonly region: string;
}

const UNSIGNED: CredentialScope = { service: '', region: '' };

/**
 * Reads service and Region from a SigV4 signature: the `Authorization` header, or `X-Amz-Credential` in the query of a
 * presigned URL. Both hold `<key>/<yyyymmdd>/<region>/<service>/aws4_request`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * SigV4A leaves the Region out: `<key>/<yyyymmdd>/<service>/aws4_request`.
 */
export function credentialScope(headers: IncomingHttpHeaders, query: URLSearchParams): CredentialScope {
  const signed = /\bCredential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const credential = signed ?? query.get('X-Amz-Credential') ?? query.get('x-amz-credential');
  if (!credential) return UNSIGNED;
  // Access keys may hold slashes, so count from the end.
  const parts = credential.split('/');
  if (parts.pop() !== 'aws4_request') return UNSIGNED;
  const service = parts.pop()?.toLowerCase() ?? '';
  const last = parts.pop() ?? '';
  return { service, region: /^\d{8}$/.test(last) ? '' : last };
}

/** Operation named by the head alone: `X-Amz-Target: Prefix.Operation`, or `Action` in the query; else empty. */
export function operationOfHead(headers: IncomingHttpHeaders, query: URLSearchParams): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  return query.get('Action') ?? '';
}

/** Form bodies above this many bytes are not searched for an `Action`: no AWS query call comes near it. */
const MAX_FORM_BYTES = 1024 * 1024;

/**
 * Whether the operation stands in the body: a small urlencoded POST of the query protocol.
 * S3 is left out, for its browser uploads are forms that must stream.
 */
export function hasOperationInBody(method: string, headers: IncomingHttpHeaders, service: string): boolean {
  if (method !== 'POST' || service === 's3') return false;
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return false;
  const length = Number(headers['content-length'] ?? NaN);
  return length > 0 && length <= MAX_FORM_BYTES;
}
