export * from './compute-stack';
