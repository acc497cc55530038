export * from './errors';
export { findExecutable } from './find-executable';
export * from './provider';
export * from './provider-check';
export * from './provider-mirror';
export * from './terraform';
export * from './terraform-environment';
export * from './workspace';
