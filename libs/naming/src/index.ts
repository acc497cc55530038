export * from './layers';
export * from './names';
