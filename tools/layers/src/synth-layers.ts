import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Layer } from '@strata/naming';
import { findWorkspaceRoot } from '@strata/toolchain';
import { environmentVariables, withVariables } from './environment';
import type { LayerOptions } from './prepare';
import { synth } from './synth';

/** Where a layer's Terraform code is. */
export interface SynthesizedLayer {
  readonly layer: Layer;
  /** Path from the workspace. */
  readonly file: string;
}

/** Writes the Terraform code of layers. Needs neither Terraform nor AWS. */
export async function synthLayers(
  layers: readonly Layer[],
  options: LayerOptions,
): Promise<SynthesizedLayer[]> {
  const root = findWorkspaceRoot();
  const env = withVariables(options.env ?? process.env, environmentVariables(options.environment));
  const outDir = options.outDir ?? join(root, 'cdktf.out');
  await synth({ app: options.app ?? 'platform', root, env, outDir, signal: options.signal });
  const files = layers.map((layer) => ({ layer, path: join(outDir, 'stacks', layer, 'cdk.tf.json') }));
  const missing = files.find(({ path }) => !existsSync(path));
  if (missing) throw new Error(`The app wrote no ${missing.path}.`);
  return files.map(({ layer, path }) => ({ layer, file: relative(root, path) }));
}
