import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The workspace that this code belongs to: the nearest folder above `from` that holds `nx.json`. By default that is
 * the folder of this source file, not the working directory: a command acts on its own workspace, wherever it is started.
 */
export function findWorkspaceRoot(from: string = __dirname): string {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'nx.json'))) return directory;
    if (dirname(directory) === directory) throw new Error(`No folder above ${from} holds nx.json.`);
  }
}
