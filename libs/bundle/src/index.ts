export { bundleFunction, type BundleOptions, type FunctionBundle } from './bundle-function';
export { BundleError } from './errors';
