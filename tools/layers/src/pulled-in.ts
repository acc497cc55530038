import type { Output } from '@strata/cli-kit';
import type { EnvironmentConfig } from '@strata/config';
import type { Layer } from '@strata/naming';
import { readStates } from '@strata/state-tool';
import { LayerInUseError, LayerMissingError } from './errors';

/**
 * Deals with a layer that Nx runs only because an asked layer depends on it: nothing is done to it, it is only looked
 * at, so that `nx deploy compute` deploys compute alone.
 *
 * @param asked the layers that were asked for; undefined for all.
 * @returns whether the layer was only pulled in, so that the caller has nothing to do.
 * @throws LayerMissingError, or LayerInUseError for a destruction, when the asked layers cannot go ahead.
 */
export async function handlePulledIn(
  operation: 'deploy' | 'destroy',
  layers: readonly Layer[],
  environment: EnvironmentConfig,
  asked: readonly Layer[] | undefined,
  output: Output,
): Promise<boolean> {
  const [layer] = layers;
  if (!layer || !asked || asked.includes(layer)) return false;
  const state = (await readStates(environment, [layer])).get(layer);
  const there = (state?.resources.length ?? 0) > 0;
  if (operation === 'deploy' && !state?.deployed) {
    throw new LayerMissingError(new Map(asked.map((reader) => [reader, [layer]])), environment.name);
  }
  if (operation === 'destroy' && there) {
    throw new LayerInUseError(new Map(asked.map((read) => [read, [layer]])), environment.name);
  }
  const text =
    operation === 'deploy'
      ? `${layer} is deployed; left as it is.`
      : `${layer} is not deployed; nothing to destroy.`;
  output.result({ operation, environment: environment.name, layer, status: 'left-as-it-is' }, () => text);
  return true;
}
