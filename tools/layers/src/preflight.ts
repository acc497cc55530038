import { type Layer, LAYER_DEPENDENCIES, LAYERS, readersOf } from '@strata/naming';
import { LayerInUseError, LayerMissingError } from './errors';

/** What preflight needs to know of a layer; `LayerState` of the state tool fits. */
export interface LayerPresence {
  /** Others can read it. */
  readonly deployed: boolean;
  readonly resources: readonly string[];
}

/** What there is, by layer. */
export type Presence = ReadonlyMap<Layer, LayerPresence | undefined>;

/**
 * Checks that every layer that `layers` read is deployed, or is deployed by the same run.
 *
 * @throws LayerMissingError naming each layer that is missing and the one to begin with.
 */
export function assertDeployable(layers: readonly Layer[], there: Presence, environment: string): void {
  const missing = new Map<Layer, Layer[]>();
  for (const layer of layers) {
    const needs = LAYER_DEPENDENCIES[layer].filter(
      (other) => !layers.includes(other) && !there.get(other)?.deployed,
    );
    if (needs.length > 0) missing.set(layer, needs);
  }
  if (missing.size > 0) throw new LayerMissingError(missing, environment);
}

/**
 * Checks that nobody reads `layers` any more, but for layers destroyed by the same run.
 * A reader whose deployment failed half-way still counts: its resources are there.
 *
 * @throws LayerInUseError naming each reader and the one to begin with.
 */
export function assertDestroyable(layers: readonly Layer[], there: Presence, environment: string): void {
  const inUse = new Map<Layer, Layer[]>();
  for (const layer of layers) {
    const readers = readersOf(layer).filter(
      (reader) => !layers.includes(reader) && hasResources(there, reader),
    );
    if (readers.length > 0) inUse.set(layer, readers);
  }
  if (inUse.size > 0) throw new LayerInUseError(inUse, environment);
}

/** The layers of a list that have anything to destroy, in deployment order. */
export function destroyable(layers: readonly Layer[], there: Presence): Layer[] {
  return LAYERS.filter((layer) => layers.includes(layer) && hasResources(there, layer));
}

/** The layers of a list that can be planned now: all they read is deployed. */
export function plannable(layers: readonly Layer[], there: Presence): Layer[] {
  return LAYERS.filter(
    (layer) =>
      layers.includes(layer) && LAYER_DEPENDENCIES[layer].every((other) => there.get(other)?.deployed),
  );
}

function hasResources(there: Presence, layer: Layer): boolean {
  return (there.get(layer)?.resources.length ?? 0) > 0;
}
