import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentConfig } from '@strata/config';
import type { Layer } from '@strata/naming';
import {
  assertProviderAvailable,
  findTerraform,
  findWorkspaceRoot,
  terraformEnvironment,
} from '@strata/toolchain';
import { environmentVariables, withVariables } from './environment';
import { CdktfError } from './errors';
import type { LayerEvent, Operation } from './events';
import { type LayerResult, LayerResults } from './layer-results';
import { OutputReader } from './output-reader';
import { runCdktf } from './run-cdktf';
import { synth } from './synth';

/** What every operation on layers needs. */
export interface LayerOptions {
  readonly environment: EnvironmentConfig;
  /** Variables beyond the environment's own; those of this process by default. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly onEvent?: ((event: LayerEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where the Terraform code goes. @default `cdktf.out` in the workspace */
  readonly outDir?: string | undefined;
  /** Where cdktf's output is kept. @default `.strata/logs/<environment>` in the workspace */
  readonly logDir?: string | undefined;
  /** Which app synthesises. @default 'platform', which knows all layers */
  readonly app?: Layer | 'platform' | undefined;
}

/** What an operation did. */
export interface LayersReport {
  readonly operation: Operation;
  readonly environment: string;
  readonly layers: readonly LayerResult[];
  readonly seconds: number;
  /** cdktf's whole output. */
  readonly logFile: string;
  /** Terraform's text per layer, as read. */
  readonly texts: ReadonlyMap<Layer, readonly string[]>;
}

/** How many logs are kept per environment. */
const KEPT_LOGS = 20;

/** A workspace made ready for cdktf: tools found, code synthesised. */
export interface Prepared {
  readonly root: string;
  readonly outDir: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds Terraform and the provider, then synthesises.
 *
 * @throws the toolchain's errors, or SynthError; nothing was done then.
 */
export async function prepare(options: LayerOptions): Promise<Prepared> {
  const root = findWorkspaceRoot();
  const base = options.env ?? process.env;
  const terraform = await findTerraform(base);
  const toolchain = terraformEnvironment({
    workDir: join(root, '.strata', 'terraform'),
    env: base,
    terraform,
  });
  await assertProviderAvailable(toolchain.provider, undefined, { env: base });
  const env = withVariables(base, environmentVariables(options.environment), {
    set: toolchain.variables,
    unset: [],
  });
  const outDir = options.outDir ?? join(root, 'cdktf.out');
  await synth({ app: options.app ?? 'platform', root, env, outDir, signal: options.signal });
  return { root, outDir, env };
}

/** Runs one cdktf operation over already synthesised layers. */
export async function operate(
  operation: Operation,
  layers: readonly Layer[],
  options: LayerOptions,
  { root, outDir, env }: Prepared,
): Promise<LayersReport> {
  const logFile = newLog(
    options.logDir ?? join(root, '.strata', 'logs', options.environment.name),
    operation,
    layers,
  );
  const startedAt = performance.now();
  const reader = new OutputReader();
  const results = new LayerResults(layers, operation, startedAt);
  const exitCode = await runCdktf({
    args: cdktfArguments(operation, layers, outDir),
    root,
    env,
    logFile,
    signal: options.signal,
    onLine: (line) => {
      for (const event of reader.read(line)) {
        results.add(event, performance.now());
        options.onEvent?.(event);
      }
    },
  });
  const finished = results.finish(performance.now());
  const accounted = finished.some((result) => result.status === 'failed') || options.signal?.aborted;
  if (exitCode !== 0 && !accounted) throw new CdktfError(exitCode, reader.cdktfLines, logFile);
  return {
    operation,
    environment: options.environment.name,
    layers: finished,
    seconds: (performance.now() - startedAt) / 1000,
    logFile,
    texts: new Map(layers.map((layer) => [layer, reader.textOf(layer)])),
  };
}

function cdktfArguments(operation: Operation, layers: readonly Layer[], outDir: string): string[] {
  const common = ['--skip-synth', '--skip-provider-lock', '--no-color', '--output', outDir];
  // The app is not run, but cdktf wants to be told one.
  const app = ['--app', 'true'];
  if (operation === 'diff') return ['diff', ...layers, ...common, ...app];
  return [
    operation,
    ...layers,
    '--auto-approve',
    // Preflight has looked at those that are left out.
    '--ignore-missing-stack-dependencies',
    // Each Terraform loads the provider's schema, about 4 s of CPU: more than two at once gain nothing on two cores.
    '--parallelism',
    '2',
    ...common,
    ...app,
  ];
}

/** A new log file's path; the oldest logs beyond those kept are removed. */
function newLog(directory: string, operation: Operation, layers: readonly Layer[]): string {
  mkdirSync(directory, { recursive: true });
  const logs = readdirSync(directory)
    .filter((name) => name.endsWith('.log'))
    .sort();
  for (const old of logs.slice(0, Math.max(0, logs.length - KEPT_LOGS + 1)))
    rmSync(join(directory, old), { force: true });
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  return join(directory, `${time}-${operation}-${layers.join('+')}-${process.pid}.log`);
}
