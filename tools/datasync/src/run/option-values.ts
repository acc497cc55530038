/** Why a value is not to be had for a transfer from EFS to S3. */
const SMB_ONLY = 'only for SMB and FSx for Windows File Server';

/**
 * What each option may be set to, for a transfer from EFS to S3.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_Options.html
 */
export const OPTION_VALUES: Readonly<Record<string, readonly string[]>> = {
  VerifyMode: ['POINT_IN_TIME_CONSISTENT', 'ONLY_FILES_TRANSFERRED', 'NONE'],
  OverwriteMode: ['ALWAYS', 'NEVER'],
  Atime: ['NONE', 'BEST_EFFORT'],
  Mtime: ['NONE', 'PRESERVE'],
  Uid: ['NONE', 'INT_VALUE'],
  Gid: ['NONE', 'INT_VALUE'],
  PreserveDeletedFiles: ['PRESERVE', 'REMOVE'],
  PreserveDevices: ['NONE'],
  PosixPermissions: ['NONE', 'PRESERVE'],
  TaskQueueing: ['ENABLED', 'DISABLED'],
  LogLevel: ['OFF', 'BASIC', 'TRANSFER'],
  TransferMode: ['CHANGED', 'ALL'],
  SecurityDescriptorCopyFlags: ['NONE'],
  ObjectTags: ['PRESERVE', 'NONE'],
};

/** Values that API_Options has, with the reason why they are not for this transfer. */
export const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Uid: { NAME: 'not supported by DataSync', BOTH: 'not supported by DataSync' },
  Gid: { NAME: 'not supported by DataSync', BOTH: 'not supported by DataSync' },
  PreserveDevices: { PRESERVE: 'not supported for EFS' },
  SecurityDescriptorCopyFlags: { OWNER_DACL: SMB_ONLY, OWNER_DACL_SACL: SMB_ONLY },
};

/** The option that is a number: bytes per second, -1 for no limit. */
export const BANDWIDTH = 'BytesPerSecond';

/** All options, in AWS's order. */
export const OPTION_NAMES: readonly string[] = [...Object.keys(OPTION_VALUES), BANDWIDTH];
