export {
  renderCloudConfig,
  safeInTerraform,
  USER_DATA_LIMIT_BYTES,
  type CloudConfigFile,
} from './cloud-config';
export { renderCommandHost, type CommandHostInput } from './command-host/command-host';
export { cronZoneWarning } from './command-host/cron-zone';
export { CRON_DEFAULTS, renderCronEntry, type CronEntryInput } from './command-host/cron-entry';
export { guardedCommand, type GuardedCommandInput, SKIPPED_EXIT_CODE } from './command-host/guarded-command';
export {
  calendarText,
  type HostFile,
  type HostSchedule,
  type HostScheduleInput,
  hostScheduleText,
  renderHostSchedule,
} from './command-host/host-schedule';
export { renderLogrotate, type LogrotateInput } from './command-host/logrotate';
export { type HostedRotation, renderRotationScript } from './command-host/rotation-script';
export { renderSystemdUnits, type SystemdUnitsInput } from './command-host/systemd-units';
export {
  CPU_STRESS_MAX_SECONDS,
  cpuStressDocument,
  type CpuStressInput,
  type SsmCommandDocument,
  type SsmDocumentParameter,
} from './cpu-stress/document';
export { efsMountBoundSeconds } from './efs-mount/bound';
export { renderEfsMount } from './efs-mount/efs-mount';
export { EFS_MOUNT_DEFAULTS, HEARTBEAT_FOLDER, SHARE_FOLDER, type EfsMountInput } from './efs-mount/input';
export { UserDataInputError } from './errors';
export { PROCESSOR_DEFAULTS, type ProcessorInput } from './processor/input';
export { renderProcessor } from './processor/processor';
export { HOST_PATHS, type HostPaths } from './shell/host-paths';
