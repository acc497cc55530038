import type { GatewayRequest } from '../gateway/service';

/** The REST operations that have published limits: the EBS direct APIs. */
const EBS_OPERATIONS: readonly (readonly [operation: string, method: string, path: RegExp])[] = [
  ['GetSnapshotBlock', 'GET', /^\/snapshots\/[^/]+\/blocks\/[^/]+$/],
  ['ListSnapshotBlocks', 'GET', /^\/snapshots\/[^/]+\/blocks$/],
  ['ListChangedBlocks', 'GET', /^\/snapshots\/[^/]+\/changedblocks$/],
  ['PutSnapshotBlock', 'PUT', /^\/snapshots\/[^/]+\/blocks\/[^/]+$/],
  ['CompleteSnapshot', 'POST', /^\/snapshots\/completion\/[^/]+$/],
  ['StartSnapshot', 'POST', /^\/snapshots$/],
];

/**
 * The API that a request calls, e.g. `ec2:CreateSnapshots`. REST protocols do not name their operation: the EBS direct
 * APIs are known by their paths, S3's by what they act on (`s3:PUT object ?partNumber`), others by their path without
 * its ids (`lambda:POST /2015-03-31/functions/{}/invocations`).
 */
export function apiName(request: GatewayRequest): string {
  const { service, operation, method } = request;
  if (operation) return `${service}:${operation}`;
  const path = request.path.split('?', 1)[0] ?? '';
  if (service === 'ebs') {
    const known = EBS_OPERATIONS.find(([, verb, pattern]) => verb === method && pattern.test(path));
    if (known) return `ebs:${known[0]}`;
  }
  return `${service}:${method} ${service === 's3' ? s3Target(path, request.query) : pathWithoutIds(path)}`;
}

function s3Target(path: string, query: URLSearchParams): string {
  const [, bucket = '', ...key] = path.split('/');
  const target = bucket === '' ? 'service' : key.join('/') === '' ? 'bucket' : 'object';
  // A parameter without a value selects an operation (`?tagging`); of the others only those of multipart uploads do.
  const bare = [...query].find(([, value]) => value === '')?.[0];
  const which = bare ?? ['partNumber', 'uploadId'].find((name) => query.has(name));
  return which ? `${target} ?${which}` : target;
}

/** Ids hold digits, capitals or signs that the words of a path do not; the first part may be a version. */
function pathWithoutIds(path: string): string {
  const [, first = '', ...rest] = path.split('/');
  return ['', first, ...rest.map((part) => (/[\dA-Z:%._]/.test(part) ? '{}' : part))].join('/');
}
