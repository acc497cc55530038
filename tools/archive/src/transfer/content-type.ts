import { basename, extname } from 'node:path';
import { lookup } from 'mime-types';

/** The content type of a file by its name: `text/html`; `application/octet-stream` where the name tells nothing. */
export function contentTypeOf(key: string): string {
  const found = extname(basename(key)) === '' ? false : lookup(key);
  return found === false ? 'application/octet-stream' : found;
}
