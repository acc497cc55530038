import { join } from 'node:path';
import { findWorkspaceRoot } from '@strata/toolchain';

/** Port of `strata local up` unless told otherwise. */
export const DEFAULT_PORT = 4810;

/** `.strata/local` in the workspace that this code belongs to. */
export function defaultDataDir(): string {
  return join(findWorkspaceRoot(), '.strata', 'local');
}
