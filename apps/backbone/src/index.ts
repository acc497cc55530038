export * from './backbone-stack';
