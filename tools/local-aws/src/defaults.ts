import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Port of `strata local up` unless told otherwise. */
export const DEFAULT_PORT = 4810;

/** `.strata/local` in the workspace that this file belongs to. */
export function defaultDataDir(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return join(folder, '.strata', 'local');
    if (folder === dirname(folder)) return join(process.cwd(), '.strata', 'local');
  }
}
