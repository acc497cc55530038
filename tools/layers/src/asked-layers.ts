import { isLayer, type Layer } from '@strata/naming';

/**
 * The layers that the user named to Nx, from `STRATA_ASKED_LAYERS`, which the workspace's Nx plugin sets: `nx deploy compute`
 * also runs `backbone:deploy`, since compute reads backbone, but nobody asked for that.
 *
 * @returns undefined when all layers of the run were asked for (`nx run-many`, `nx affected`, no Nx at all).
 */
export function askedLayers(env: NodeJS.ProcessEnv): Layer[] | undefined {
  const asked = env['STRATA_ASKED_LAYERS'];
  return asked ? asked.split(',').filter(isLayer) : undefined;
}
