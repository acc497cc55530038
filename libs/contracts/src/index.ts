export * from './contract';
export * from './contracts';
export * from './state';
