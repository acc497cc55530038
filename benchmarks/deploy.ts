import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment } from '@strata/config';
import { deployLayers, environmentVariables, synthLayers, withVariables } from '@strata/layers-tool';
import { startLocalAws } from '@strata/local-aws-tool';
import { type Layer, LAYERS } from '@strata/naming';
import { ensureStateBucket } from '@strata/state-tool';
import { findTerraform, terraformEnvironment } from '@strata/toolchain';
import { timed } from './measure';

/** Seconds to deploy the four layers into a fresh local AWS: by cdktf, and by `terraform init` and `apply` alone. */
export async function benchmarkDeploy(): Promise<{ cdktf: number; terraform: number }> {
  const terraform = await onFreshAws(byTerraform);
  const cdktf = await onFreshAws(byCdktf);
  return { cdktf, terraform };
}

type Deploy = (endpoint: string, folder: string) => Promise<number>;

async function onFreshAws(deploy: Deploy): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  const localAws = await startLocalAws({ dataDir: join(folder, 'aws') });
  try {
    return await deploy(localAws.endpoint, folder);
  } finally {
    await localAws.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function byCdktf(endpoint: string, folder: string): Promise<number> {
  const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: endpoint } });
  const startedAt = performance.now();
  const report = await deployLayers(LAYERS, {
    environment,
    outDir: join(folder, 'out'),
    logDir: join(folder, 'logs'),
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const failed = report.layers.find(({ status }) => status !== 'done');
  if (failed) throw new Error(`${failed.layer}: ${failed.error ?? failed.status}`);
  return seconds;
}

/** The same code in the same order, without cdktf: synthesis is not counted. */
async function byTerraform(endpoint: string, folder: string): Promise<number> {
  const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: endpoint } });
  const outDir = join(folder, 'out');
  await synthLayers(LAYERS, { environment, outDir });
  await ensureStateBucket(environment);
  const terraform = await findTerraform(process.env);
  const { variables } = terraformEnvironment({
    workDir: join(folder, 'terraform'),
    env: process.env,
    terraform,
  });
  const env = withVariables(process.env, environmentVariables(environment), { set: variables, unset: [] });
  const apply = async (layer: Layer): Promise<void> => {
    const stack = join(outDir, 'stacks', layer);
    await timed(terraform.path, ['init', '-input=false', '-no-color'], env, stack);
    await timed(terraform.path, ['apply', '-auto-approve', '-input=false', '-no-color'], env, stack);
  };
  const startedAt = performance.now();
  await apply('backbone');
  await Promise.all([apply('compute'), apply('storage')]);
  await apply('backup');
  return (performance.now() - startedAt) / 1000;
}
