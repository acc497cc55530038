export * from './layers';
export * from './names';
export * from './arn';
