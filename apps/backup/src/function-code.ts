import { dirname, join } from 'node:path';
import { bundleFunction } from '@strata/bundle';
import { findConfigDir } from '@strata/config';
import type { FunctionCode } from '@strata/constructs';

/** The deployment packages of the layer's functions. */
export interface FunctionCodes {
  readonly rotation: FunctionCode;
  readonly transferWatch: FunctionCode;
}

/**
 * The tools' own code, so that what runs by schedule is what the commands run. Each is bundled when it is first asked
 * for, and kept in `.strata/functions` of the workspace until a source changes.
 */
export const functionCodes: FunctionCodes = {
  get rotation() {
    // eslint-disable-next-line @nx/enforce-module-boundaries -- named, not imported: the layer ships this tool
    return bundled('snapshot-rotation', require.resolve('@strata/snapshot-rotation-tool/lambda'));
  },
  get transferWatch() {
    // eslint-disable-next-line @nx/enforce-module-boundaries -- named, not imported: the layer ships this tool
    return bundled('transfer-watch', require.resolve('@strata/datasync-tool/lambda'));
  },
};

function bundled(name: string, entry: string): FunctionCode {
  const outDir = join(dirname(findConfigDir([__dirname])), '.strata', 'functions', name);
  return bundleFunction({ entry, outDir });
}
