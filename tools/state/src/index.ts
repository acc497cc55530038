export { applyStateBucket, ensureStateBucket, planStateBucket } from './bucket';
export { type BucketFacts, type BucketStep, planBucket } from './bucket-plan';
export * from './errors';
export { type LayerStates, readStates } from './inventory';
export { type OutputsByLayer, readOutputs } from './outputs';
export { type LayerState, parseState, type StateOutput } from './state-file';
export { stateCommand } from './command';
