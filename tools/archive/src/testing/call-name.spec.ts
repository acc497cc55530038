import type { IncomingMessage } from 'node:http';
import { isCall } from './call-name';

it.each([
  ['PUT', '/b/k?x-id=PutObject', {}, 'PUT object', 'PUT object ?partNumber'],
  ['PUT', '/b/k?x-id=CopyObject', { 'x-amz-copy-source': 'b/k' }, 'COPY object', 'PUT object'],
  ['PUT', '/b/k?partNumber=1&uploadId=u', {}, 'PUT object ?partNumber', 'PUT object ?uploadId'],
  ['POST', '/b/k?uploads', {}, 'POST object ?uploads', 'POST object'],
  ['POST', '/b?delete', {}, 'POST bucket ?delete', 'POST object ?delete'],
  ['GET', '/b/d/large.bin?x-id=GetObject', {}, 'GET object large.bin', 'GET object small.bin'],
  ['GET', '/b/?list-type=2', {}, 'GET bucket', 'GET object'],
])('%s %s %o is %s and not %s', (method, url, headers, name, other) => {
  const request = { method, url, headers } as unknown as IncomingMessage;
  expect([isCall(request, name), isCall(request, other)]).toEqual([true, false]);
});
