import { dirname, join } from 'node:path';
import { bundleFunction } from '@strata/bundle';
import { findConfigDir } from '@strata/config';
import type { FunctionCode } from '@strata/constructs';

/**
 * The deployment package of the snapshot rotation: the tool's own code, so that what runs by schedule is what the
 * command runs. Bundled once and kept in `.strata/functions` of the workspace until a source changes.
 */
export function rotationCode(): FunctionCode {
  return bundleFunction({
    // eslint-disable-next-line @nx/enforce-module-boundaries -- named, not imported: the layer ships this tool
    entry: require.resolve('@strata/snapshot-rotation-tool/lambda'),
    outDir: join(dirname(findConfigDir([__dirname])), '.strata', 'functions', 'snapshot-rotation'),
  });
}
