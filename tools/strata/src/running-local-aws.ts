import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findWorkspaceRoot } from '@strata/toolchain';

/**
 * Lets the `local` environment follow the local AWS that runs in the background, whatever port it took: sets
 * `STRATA_ENDPOINT` in `env` to its endpoint. An explicit setting wins; a dead process counts for nothing.
 * Only its pid file is read here, since every command passes through.
 */
export function useRunningLocalAws(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  root = findWorkspaceRoot(),
): void {
  if (env['STRATA_ENDPOINT'] || chosenEnvironment(env, args) !== 'local') return;
  try {
    const record = JSON.parse(readFileSync(join(root, '.strata', 'local', 'local-aws.json'), 'utf8')) as {
      pid?: number;
      endpoint?: string;
    };
    if (!record.pid || !record.endpoint) return;
    process.kill(record.pid, 0);
    env['STRATA_ENDPOINT'] = record.endpoint;
  } catch {
    // No local AWS runs here; the environment file says where one would be.
  }
}

function chosenEnvironment(env: NodeJS.ProcessEnv, args: readonly string[]): string {
  const at = args.findIndex((arg) => arg === '--env' || arg.startsWith('--env='));
  const option = args[at]?.slice('--env='.length) || args[at + 1];
  return (at === -1 ? undefined : option) ?? env['STRATA_ENV'] ?? 'local';
}
