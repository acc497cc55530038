import { IDENTIFY_BOUND_SECONDS, retryBoundSeconds } from '../shell/functions';
import { EFS_MOUNT_DEFAULTS, HOOK_ATTEMPTS, STEP_LIMIT_SECONDS, type EfsMountInput } from './input';

/** What is left to the steps that wait for nothing: logging, fstab, systemd. */
const LOCAL_WORK_SECONDS = 60;

/**
 * The longest time from the start of the mount script to its answer to the launch hook, in seconds, when every step
 * takes all it may. The hook's heartbeat timeout must be longer, or the hook decides before the script does.
 */
export function efsMountBoundSeconds(
  input: Pick<EfsMountInput, 'dnsTimeoutSeconds' | 'mountAttempts' | 'installAttempts'> = {},
): number {
  const { dnsTimeoutSeconds, mountAttempts, installAttempts } = { ...EFS_MOUNT_DEFAULTS, ...input };
  return (
    IDENTIFY_BOUND_SECONDS +
    retryBoundSeconds(installAttempts, STEP_LIMIT_SECONDS.install) +
    dnsTimeoutSeconds +
    2 * (5 + 1) + // the look-up that the deadline falls into, and the last one
    retryBoundSeconds(mountAttempts, STEP_LIMIT_SECONDS.mount) +
    (STEP_LIMIT_SECONDS.heartbeat + 5) +
    retryBoundSeconds(HOOK_ATTEMPTS, STEP_LIMIT_SECONDS.hook) +
    LOCAL_WORK_SECONDS
  );
}
