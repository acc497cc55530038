import { DEFAULT_ENVIRONMENT } from '@strata/naming';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { EnvironmentConfig } from './environment-config';
import { ConfigurationFolderError, UnknownEnvironmentError } from './errors';
import { parseEnvironment } from './parse';
import { ENVIRONMENT_NAME } from './schema/environment';

/** Which environment to load, and from where. */
export interface LoadOptions {
  /** Environment name. @default env.STRATA_ENV, else `local` */
  readonly name?: string;
  /** Folder with the environment files. @default `config/` of the workspace */
  readonly configDir?: string;
  /** Environment variables: `STRATA_ENV` and `STRATA_ENDPOINT` are read. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Loads `config/<name>.yaml`. `STRATA_ENDPOINT` replaces the file's `endpoint` where it has one.
 *
 * @throws UnknownEnvironmentError when there is no such file
 * @throws ConfigurationError with every fault of the file
 * @throws ConfigurationFolderError outside a workspace
 */
export function loadEnvironment(options: LoadOptions = {}): EnvironmentConfig {
  const env = options.env ?? process.env;
  // An empty variable counts as unset, as shells make it easy to have one.
  const name = options.name ?? (env['STRATA_ENV'] || DEFAULT_ENVIRONMENT);
  const configDir = options.configDir ?? findConfigDir();
  const file = join(configDir, `${name}.yaml`);
  if (!ENVIRONMENT_NAME.test(name) || !existsSync(file)) {
    throw new UnknownEnvironmentError(name, listEnvironments(configDir), displayPath(configDir));
  }

  const endpoint = env['STRATA_ENDPOINT'];
  return parseEnvironment(readFileSync(file, 'utf8'), displayPath(file), {
    expectedName: name,
    ...(endpoint ? { endpoint } : {}),
  });
}

/** The names of the environments there are, sorted. Files such as `production.example.yaml` are examples, not environments. */
export function listEnvironments(configDir: string = findConfigDir()): string[] {
  if (!existsSync(configDir)) return [];
  return readdirSync(configDir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .filter((name) => ENVIRONMENT_NAME.test(name))
    .sort();
}

/**
 * The workspace's folder of environment files: `config/` beside the `nx.json` above the working directory, else
 * above this source file.
 * @throws ConfigurationFolderError when there is neither
 */
export function findConfigDir(from: readonly string[] = [process.cwd(), __dirname]): string {
  for (const start of from) {
    for (let folder = start; ; folder = dirname(folder)) {
      const configDir = join(folder, 'config');
      if (existsSync(join(folder, 'nx.json')) && existsSync(configDir)) return configDir;
      if (folder === dirname(folder)) break;
    }
  }
  throw new ConfigurationFolderError(from);
}

function displayPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return shown === '' || shown.startsWith('..') ? path : shown;
}
