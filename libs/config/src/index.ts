export type {
  DeepReadonly,
  EnvironmentConfig,
  SnapshotKeepConfig,
  SnapshotPolicyConfig,
} from './environment-config';
export { ConfigurationError, ConfigurationFolderError, type Fault, UnknownEnvironmentError } from './errors';
export { findConfigDir, listEnvironments, loadEnvironment, type LoadOptions } from './load';
export { parseEnvironment, type ParseOverrides } from './parse';
export { type RotationRequest, rotationRequest } from './rotation-request';
export { type BackupKind, deriveSchedules, type ScheduleNeeds } from './schedule/derive';
export { ScheduleExpressionError } from './schedule/errors';
export { type CronSchedule, parseSchedule, type RateSchedule } from './schedule/expression';
export { longestGapMinutes, type ScheduleGaps, scheduleGaps } from './schedule/gaps';
export { deriveSubnets } from './subnets';
export { type TransferResources, type TransferWatchSettings, transferWatchSettings } from './transfer-watch';
export { configurationWarnings } from './warnings';
