import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Output } from '@strata/cli-kit';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import {
  type CountedReport,
  deployLayers,
  destroyLayers,
  type LayerOptions,
  showProgress,
} from '@strata/layers-tool';
import { down, localAwsPaths, startLocalAws, up } from '@strata/local-aws-tool';
import { ARCHIVE_PREFIXES, type Layer, LAYERS } from '@strata/naming';
import { readOutputs } from '@strata/state-tool';
import { findWorkspaceRoot } from '@strata/toolchain';
import { DemoFailedError } from './errors';
import type { DemoPlan } from './plan';
import { play } from './play';
import type { DemoReport } from './report';

/** Which files, and what becomes of the platform afterwards. */
export interface DemoOptions {
  readonly source: string;
  readonly plan: DemoPlan;
  /** Leaves the local AWS and the layers as they are at the end. */
  readonly keep: boolean;
}

/** How the user stops a demo. */
export interface StopSignals {
  readonly signal: AbortSignal;
  /** Interrupts Terraform also in the middle of an apply. */
  readonly hurry: AbortSignal;
}

/** A local AWS of the demo's own. */
interface OwnLocalAws {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/**
 * The whole story on a local AWS of its own: deploy, back up, verify, destroy. Whatever happens, nothing is left
 * running but with `keep`.
 *
 * @throws DemoFailedError and the errors of what it calls
 */
export async function runDemo(
  options: DemoOptions,
  output: Output,
  { signal, hurry }: StopSignals,
): Promise<DemoReport> {
  const startedAt = performance.now();
  const dataDir = join(findWorkspaceRoot(), '.strata', 'demo', newName());
  await mkdir(dataDir, { recursive: true });
  const localAws = await startOwn(dataDir, options.keep).catch(async (error: unknown) => {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  let succeeded = false;
  try {
    const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: localAws.endpoint } });
    const layerOptions = {
      environment,
      signal,
      // What is thrown away need not be finished; what is kept is finished, unless the user is in a hurry.
      hurry: options.keep ? hurry : signal,
      outDir: join(dataDir, 'cdktf.out'),
      logDir: join(dataDir, 'logs'),
    };

    const deployed = await onLayers(deployLayers, LAYERS, layerOptions, output);
    const played = await play(
      options.source,
      options.plan,
      await platformOf(environment, dataDir),
      output,
      signal,
    );
    const destroyed = options.keep
      ? undefined
      : await onLayers(
          destroyLayers,
          [...LAYERS].reverse(),
          { ...layerOptions, env: justDeployed() },
          output,
        );
    succeeded = true;
    return {
      ...played,
      layers: deployed.layers,
      resourcesLeft: resources(destroyed ?? deployed),
      seconds: (performance.now() - startedAt) / 1000,
      ...(options.keep ? { kept: { endpoint: localAws.endpoint, dataDir } } : {}),
    };
  } finally {
    // What is kept is a platform that works: after a failure nobody is told of the process that would go on.
    if (!options.keep || !succeeded) await localAws.stop();
    if (!options.keep && succeeded) await rm(dataDir, { recursive: true, force: true });
    else if (!succeeded) output.note(`Logs and files of this demo: ${dataDir}`);
  }
}

async function startOwn(dataDir: string, keep: boolean): Promise<OwnLocalAws> {
  if (!keep) return startLocalAws({ dataDir });
  const { endpoint } = await up({ dataDir, port: 0 });
  return { endpoint, stop: async () => void (await down({ dataDir })) };
}

async function onLayers(
  operation: (layers: readonly Layer[], options: LayerOptions) => Promise<CountedReport>,
  layers: readonly Layer[],
  options: LayerOptions,
  output: Output,
): Promise<CountedReport> {
  const progress = await showProgress(layers, output);
  const report = await operation(layers, { ...options, onEvent: progress.onEvent }).finally(() =>
    progress.stop(),
  );
  options.signal?.throwIfAborted();
  const failed = report.layers.find(({ status }) => status === 'failed');
  if (failed)
    throw new DemoFailedError({ what: `Terraform failed on layer ${failed.layer}:\n${failed.error ?? ''}` });
  return report;
}

async function platformOf(environment: EnvironmentConfig, dataDir: string) {
  const { backbone, storage, backup } = await readOutputs(environment, ['backbone', 'storage', 'backup']);
  return {
    environment,
    dataDir,
    outboxDir: localAwsPaths(dataDir).outboxDir,
    backbone,
    storage,
    backup,
    archivePrefix: ARCHIVE_PREFIXES.share,
    filesPrefix: ARCHIVE_PREFIXES.processor,
    addresses: environment.backup.notifications.emails.length,
  };
}

function resources({ layers }: CountedReport): number {
  return layers.reduce((sum, layer) => sum + layer.resources, 0);
}

/** Nothing but this run has touched the layers: reading every resource again before it is destroyed only takes time. */
function justDeployed(): NodeJS.ProcessEnv {
  return { ...process.env, TF_CLI_ARGS_destroy: '-refresh=false' };
}

/** Names of demos that start at the same second differ by their processes. */
function newName(): string {
  return `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}-${process.pid}`;
}
