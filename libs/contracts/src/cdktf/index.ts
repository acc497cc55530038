export * from './backend';
export * from './layer-stack';
