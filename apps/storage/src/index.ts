export * from './storage-stack';
