export * from './layers';
export * from './names';
export * from './arn';
export * from './commands';
export * from './snapshot-tags';
export * from './transfer-log';
export * from './transfer-metrics';
export * from './transfer-rights';
