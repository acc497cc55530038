import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a local AWS keeps its files. */
export interface LocalAwsPaths {
  /** One directory per EFS file system. */
  readonly efsRoot: string;
  /** E-mail messages, as `.eml` files. */
  readonly outboxDir: string;
  /** Every request, as JSON lines. */
  readonly requestLog: string;
  /** What moto prints. */
  readonly motoLog: string;
  /** What the background process prints. */
  readonly daemonLog: string;
  /** Which background process serves from here. */
  readonly pidFile: string;
}

/** Paths below a data directory. */
export function localAwsPaths(dataDir: string): LocalAwsPaths {
  return {
    efsRoot: join(dataDir, 'efs'),
    outboxDir: join(dataDir, 'outbox'),
    requestLog: join(dataDir, 'requests.jsonl'),
    motoLog: join(dataDir, 'moto.log'),
    daemonLog: join(dataDir, 'local-aws.log'),
    pidFile: join(dataDir, 'local-aws.json'),
  };
}

/** The user's cache for Strata: `$XDG_CACHE_HOME/strata`, else `~/.cache/strata`. */
export function userCacheDir(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'strata');
}
