export * from './client-options';
