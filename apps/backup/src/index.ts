export * from './backup-stack';
