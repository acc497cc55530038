import { type Layer, LAYERS } from '@strata/naming';
import { ensureStateBucket, readStates } from '@strata/state-tool';
import type { LayerResult } from './layer-tracker';
import { type LayersReport, operate } from './operate';
import { assertDeployable, assertDestroyable, destroyable, plannable } from './preflight';
import { type LayerOptions, prepare } from './prepare';

/** A layer's result, and how many resources its state holds afterwards. */
export interface CountedResult extends LayerResult {
  readonly resources: number;
}

/** A report with resource counts. */
export interface CountedReport extends LayersReport {
  readonly layers: readonly CountedResult[];
}

/** What a diff found. */
export interface DiffReport {
  readonly environment: string;
  readonly layers: readonly LayerResult[];
  /** Layers that cannot be planned yet: what they read is not deployed. */
  readonly notPlanned: readonly Layer[];
  readonly texts: ReadonlyMap<Layer, readonly string[]>;
}

/**
 * Deploys layers in dependency order, through cdktf; layers that do not depend on each other run side by side.
 * A failed layer does not stop those that do not wait for it: see each result's `status`.
 *
 * @throws LayerMissingError when a layer reads one that is neither deployed nor in `layers`, and the errors of the
 * toolchain, of synthesis and of the state bucket. Nothing was done then.
 */
export async function deployLayers(layers: readonly Layer[], options: LayerOptions): Promise<CountedReport> {
  const ordered = inOrder(layers);
  const { environment } = options;
  assertDeployable(ordered, await readStates(environment, LAYERS), environment.name);
  await ensureStateBucket(environment);
  const prepared = await prepare(options);
  return counted(await operate('deploy', ordered, options, prepared), options);
}

/**
 * Destroys layers against dependency order. Layers without resources are left out; with none left, nothing runs.
 *
 * @throws LayerInUseError when a layer that stays reads one of `layers`; nothing was done then.
 */
export async function destroyLayers(layers: readonly Layer[], options: LayerOptions): Promise<CountedReport> {
  const { environment } = options;
  const there = await readStates(environment, LAYERS);
  assertDestroyable(inOrder(layers), there, environment.name);
  const present = destroyable(layers, there);
  if (present.length === 0) {
    const nothing = { operation: 'destroy', environment: environment.name, seconds: 0 } as const;
    return { ...nothing, layers: [], texts: new Map() };
  }
  const prepared = await prepare(options);
  return counted(await operate('destroy', present, options, prepared), options);
}

/** Plans layers. Changes nothing but, in a local AWS, the state bucket, which is made when it is missing. */
export async function diffLayers(layers: readonly Layer[], options: LayerOptions): Promise<DiffReport> {
  const { environment } = options;
  const there = await readStates(environment, LAYERS);
  await ensureStateBucket(environment);
  const ready = plannable(layers, there);
  const report = await operate('diff', ready, options, await prepare(options));
  const notPlanned = inOrder(layers).filter((layer) => !ready.includes(layer));
  return { environment: environment.name, layers: report.layers, notPlanned, texts: report.texts };
}

/** The layers of a list, in deployment order, each once. */
export function inOrder(layers: readonly Layer[]): Layer[] {
  return LAYERS.filter((layer) => layers.includes(layer));
}

async function counted(report: LayersReport, { environment }: LayerOptions): Promise<CountedReport> {
  const names = report.layers.map(({ layer }) => layer);
  const states = await readStates(environment, names);
  const layers = report.layers.map((result) => ({
    ...result,
    resources: states.get(result.layer)?.resources.length ?? 0,
  }));
  return { ...report, layers };
}
