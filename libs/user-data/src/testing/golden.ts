import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', 'golden');

/**
 * What the golden file says. With `UPDATE_GOLDEN=1` in the environment it is first replaced by `actual`, to be read in
 * the diff before it is committed.
 */
export function golden(name: string, actual: string): string {
  const path = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  return readFileSync(path, 'utf8');
}
