export * from './backend';
export * from './layer-stack';
export * from './synthesise';
