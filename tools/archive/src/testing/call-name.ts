import type { IncomingMessage } from 'node:http';

/**
 * A call of S3 by what it does: verb (`COPY` of a copy), target, and the parameter that selects another operation, such
 * as `PUT object`, `POST bucket ?delete`; after it, perhaps, a part of the key.
 */
export type CallName = string;

/** What selects another operation; `uploadId` after `partNumber`, since a part has both. */
const SELECTING = ['uploads', 'partNumber', 'uploadId', 'delete', 'versions', 'versioning', 'lifecycle'];

/** Whether a request is a call of that name. */
export function isCall({ method = '', url = '', headers }: IncomingMessage, name: CallName): boolean {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const verb = headers['x-amz-copy-source'] === undefined ? method : 'COPY';
  const [, , ...key] = pathname.split('/');
  const target = key.join('/') === '' ? 'bucket' : 'object';
  const which = SELECTING.find((parameter) => searchParams.has(parameter));
  const [operation, part = ''] = name.split(/(?<= (?:object|bucket)(?: \?\w+)?) (?!\?)/);
  return operation === [verb, target, ...(which ? [`?${which}`] : [])].join(' ') && pathname.includes(part);
}
