import type { Options } from '@aws-sdk/client-datasync';
import { InvalidRequestException, notInEnum } from './errors';
import type { ResolvedOptions } from './model';

/**
 * Defaults of a Basic mode task.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_Options.html
 */
export const DEFAULT_OPTIONS: ResolvedOptions = {
  VerifyMode: 'POINT_IN_TIME_CONSISTENT',
  OverwriteMode: 'ALWAYS',
  Atime: 'BEST_EFFORT',
  Mtime: 'PRESERVE',
  Uid: 'INT_VALUE',
  Gid: 'INT_VALUE',
  PreserveDeletedFiles: 'PRESERVE',
  PreserveDevices: 'NONE',
  PosixPermissions: 'PRESERVE',
  BytesPerSecond: -1,
  TaskQueueing: 'ENABLED',
  LogLevel: 'OFF',
  TransferMode: 'CHANGED',
  SecurityDescriptorCopyFlags: 'NONE',
  ObjectTags: 'PRESERVE',
};

const ALLOWED: { readonly [K in keyof Options]: readonly string[] } = {
  VerifyMode: ['POINT_IN_TIME_CONSISTENT', 'ONLY_FILES_TRANSFERRED', 'NONE'],
  OverwriteMode: ['ALWAYS', 'NEVER'],
  Atime: ['NONE', 'BEST_EFFORT'],
  Mtime: ['NONE', 'PRESERVE'],
  Uid: ['NONE', 'INT_VALUE', 'NAME', 'BOTH'],
  Gid: ['NONE', 'INT_VALUE', 'NAME', 'BOTH'],
  PreserveDeletedFiles: ['PRESERVE', 'REMOVE'],
  PreserveDevices: ['NONE', 'PRESERVE'],
  PosixPermissions: ['NONE', 'PRESERVE'],
  TaskQueueing: ['ENABLED', 'DISABLED'],
  LogLevel: ['OFF', 'BASIC', 'TRANSFER'],
  TransferMode: ['CHANGED', 'ALL'],
  SecurityDescriptorCopyFlags: ['NONE', 'OWNER_DACL', 'OWNER_DACL_SACL'],
  ObjectTags: ['PRESERVE', 'NONE'],
};

/** Storage classes whose objects cannot be read back without a restore. */
export const ARCHIVE_CLASSES: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];

/**
 * Lays `changes` over `base` and checks the whole against the destination.
 * @param destinationClass storage class of an S3 destination, `undefined` for EFS.
 * @throws InvalidRequestException for a value or a combination that AWS refuses.
 */
export function resolveOptions(
  base: ResolvedOptions,
  changes: Options | undefined,
  destinationClass: string | undefined,
): ResolvedOptions {
  const given = Object.fromEntries(Object.entries(changes ?? {}).filter(([, value]) => value !== undefined));
  const options = { ...base, ...given } as ResolvedOptions;
  for (const [name, allowed] of Object.entries(ALLOWED)) {
    const value = options[name as keyof Options];
    if (!allowed.includes(String(value))) {
      throw notInEnum(`options.${name[0]?.toLowerCase()}${name.slice(1)}`, value, allowed);
    }
  }
  if (!Number.isInteger(options.BytesPerSecond) || options.BytesPerSecond < -1) {
    throw new InvalidRequestException(
      `1 validation error detected: Value '${options.BytesPerSecond}' at 'options.bytesPerSecond' failed to ` +
        'satisfy constraint: Member must have value greater than or equal to -1',
    );
  }
  const refusal = combinationRefusal(options, destinationClass);
  if (refusal) throw new InvalidRequestException(refusal);
  return options;
}

/** Combinations that API_Options.html rules out; the message says which and what to use. */
function combinationRefusal(
  options: ResolvedOptions,
  destinationClass: string | undefined,
): string | undefined {
  if (options.PreserveDeletedFiles === 'REMOVE' && options.TransferMode === 'ALL') {
    return 'Invalid parameter combination: PreserveDeletedFiles REMOVE cannot be used with TransferMode ALL.';
  }
  if ((options.Atime === 'BEST_EFFORT') !== (options.Mtime === 'PRESERVE')) {
    return `Invalid parameter combination: Atime ${options.Atime} cannot be used with Mtime ${options.Mtime}. Use BEST_EFFORT with PRESERVE, or NONE with NONE.`;
  }
  if (options.VerifyMode === 'POINT_IN_TIME_CONSISTENT' && ARCHIVE_CLASSES.includes(destinationClass ?? '')) {
    return `Invalid parameter combination: VerifyMode POINT_IN_TIME_CONSISTENT cannot be used with storage class ${destinationClass}. Use ONLY_FILES_TRANSFERRED.`;
  }
  if (options.PreserveDevices === 'PRESERVE') {
    return 'Invalid parameter: PreserveDevices PRESERVE is not supported for Amazon EFS or Amazon S3 locations.';
  }
  for (const name of ['Uid', 'Gid'] as const) {
    if (options[name] === 'NAME' || options[name] === 'BOTH') {
      return `Invalid parameter: ${name} ${options[name]} is not supported. Use INT_VALUE or NONE.`;
    }
  }
  return undefined;
}
