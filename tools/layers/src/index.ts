export { deployCommand, destroyCommand, diffCommand, synthCommand } from './command';
export { type EnvironmentVariables, environmentVariables, withVariables } from './environment';
export * from './errors';
export type { ChangeCounts, LayerEvent, Operation } from './events';
export type { LayerResult } from './layer-tracker';
export {
  type CountedReport,
  type CountedResult,
  deployLayers,
  destroyLayers,
  diffLayers,
  type DiffReport,
} from './layers';
export type { LayersReport } from './operate';
export { assertDeployable, assertDestroyable, type Presence } from './preflight';
export type { LayerOptions } from './prepare';
export { type LayerProgress, showProgress } from './show-progress';
export { type SynthesizedLayer, synthLayers } from './synth-layers';
