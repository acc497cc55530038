import type { EnvironmentConfig } from '@strata/config';
import { type LayerOutputs, parseOutputs } from '@strata/contracts';
import { type Layer, LAYERS } from '@strata/naming';
import { LayerNotDeployedError } from './errors';
import { readStates } from './inventory';

/** The typed outputs of the layers asked for. */
export type OutputsByLayer<L extends Layer> = { readonly [Name in L]: LayerOutputs<Name> };

/**
 * Reads what layers publish, from their states and through the same contracts that the layers read each other by.
 *
 * @throws LayerNotDeployedError, ContractError, and what `readStates` throws
 */
export async function readOutputs<const L extends Layer>(
  config: EnvironmentConfig,
  layers: readonly L[],
): Promise<OutputsByLayer<L>> {
  const states = await readStates(config, layers);
  const entries = LAYERS.filter((layer) => (layers as readonly Layer[]).includes(layer)).map((layer) => {
    const state = states.get(layer);
    if (!state?.deployed) throw new LayerNotDeployedError(layer, config.name);
    return [layer, parseOutputs(layer, state.outputs)];
  });
  return Object.fromEntries(entries) as OutputsByLayer<L>;
}
