export * from './errors';
export { localAwsPaths, type LocalAwsPaths } from './paths';
export { LOCAL_ACCOUNT, startLocalAws, type LocalAws, type LocalAwsOptions } from './start';
export { localCommand } from './command';
export { down, type DownResult } from './daemon/down';
export { status, type LocalAwsStatus } from './daemon/status';
export { up, type UpOptions, type UpResult } from './daemon/up';
export { DEFAULT_PORT, defaultDataDir } from './defaults';
