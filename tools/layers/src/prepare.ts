import { join } from 'node:path';
import type { EnvironmentConfig } from '@strata/config';
import type { Layer } from '@strata/naming';
import {
  assertProviderAvailable,
  findTerraform,
  findWorkspaceRoot,
  type ProviderSource,
  terraformEnvironment,
} from '@strata/toolchain';
import { environmentVariables, withVariables } from './environment';
import type { LayerEvent } from './events';
import type { StopSignals } from './layer-stop';
import { synth } from './synth';

/** What every operation on layers needs. */
export interface LayerOptions extends StopSignals {
  readonly environment: EnvironmentConfig;
  /** Variables to start from. @default those of this process */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly onEvent?: ((event: LayerEvent) => void) | undefined;
  /** Where the Terraform code goes; runs beside each other need one each. @default `cdktf.out` in the workspace */
  readonly outDir?: string | undefined;
  /** Where cdktf's output is kept. @default `.strata/logs/<environment>` in the workspace */
  readonly logDir?: string | undefined;
  /** Which app synthesises. @default 'platform', which knows all layers */
  readonly app?: Layer | 'platform' | undefined;
}

/** A workspace made ready for cdktf: tools found, code synthesised. */
export interface Prepared {
  readonly root: string;
  readonly outDir: string;
  readonly logDir: string;
  /** The whole environment for cdktf. */
  readonly env: NodeJS.ProcessEnv;
  readonly provider: ProviderSource;
}

/**
 * Finds Terraform and the provider, then synthesises.
 *
 * @throws the toolchain's errors, or SynthError; nothing was done then.
 */
export async function prepare(options: LayerOptions): Promise<Prepared> {
  const { environment, app = 'platform', signal } = options;
  const root = findWorkspaceRoot();
  const base = options.env ?? process.env;
  const terraform = await findTerraform(base);
  const toolchain = terraformEnvironment({
    workDir: join(root, '.strata', 'terraform'),
    env: base,
    terraform,
  });
  await assertProviderAvailable(toolchain.provider, undefined, { env: base });
  const env = withVariables(base, environmentVariables(environment), { set: toolchain.variables, unset: [] });
  const outDir = options.outDir ?? join(root, 'cdktf.out');
  await synth({ app, root, env, outDir, signal });
  const logDir = options.logDir ?? join(root, '.strata', 'logs', environment.name);
  return { root, outDir, logDir, env, provider: toolchain.provider };
}
