import { FSTAB_FUNCTION, IDENTIFY_FUNCTION, LOG_FUNCTION, RETRY_FUNCTION } from '../shell/functions';
import { quoted, wholeNumber } from '../shell/values';
import { HOOK_ATTEMPTS, STEP_LIMIT_SECONDS, type EfsMountInput } from './input';

/** All of `EfsMountInput`, defaults filled in, and where the script finds its neighbours. */
export interface MountScriptInput extends Required<Omit<EfsMountInput, 'paths'>> {
  readonly fstab: string;
  /** Path of the heartbeat program. */
  readonly heartbeat: string;
}

/**
 * The script that mounts the share and answers the Auto Scaling launch hook: CONTINUE when the share is mounted and
 * takes a file, ABANDON in every other case. It can be run again at any time.
 *
 * The options in fstab are those of
 * https://docs.aws.amazon.com/efs/latest/ug/mount-fs-auto-mount-update-fstab.html; `iam` and `accesspoint` need `tls`.
 */
export function renderMountScript(input: MountScriptInput): string {
  const packages = input.packages.map((name) => quoted('packages', name)).join(' ');
  return String.raw`#!/bin/bash
# Mounts the EFS share, then answers the Auto Scaling launch hook. Safe to run again by hand.
set -Eeuo pipefail

file_system_id=${quoted('fileSystemId', input.fileSystemId)}
access_point_id=${quoted('accessPointId', input.accessPointId)}
dns_name=${quoted('dnsName', input.dnsName)}
dns_timeout=${wholeNumber('dnsTimeoutSeconds', input.dnsTimeoutSeconds, 1, 3600)}
mount_point=${quoted('mountPoint', input.mountPoint)}
fstab=${quoted('fstab', input.fstab)}
log_file=${quoted('logFile', input.logFile)}
region=${quoted('region', input.region)}
group=${quoted('autoScalingGroupName', input.autoScalingGroupName)}
hook=${quoted('lifecycleHookName', input.lifecycleHookName)}
heartbeat=${quoted('heartbeat', input.heartbeat)}

${LOG_FUNCTION}
${RETRY_FUNCTION}
${IDENTIFY_FUNCTION}
${FSTAB_FUNCTION}

fail() {
  log "FAILED: $*"
  exit 1
}

# An instance that waits for no hook, because there is none, its time is up or it was answered before, is no failure.
answer_hook() {
  if [[ -z $instance_id ]]; then
    log "cannot answer $1 to hook $hook without an instance id: the hook's timeout decides"
    return 1
  fi
  local attempt=1 delay=2 said
  until said=$(timeout -k 5 ${STEP_LIMIT_SECONDS.hook} aws autoscaling complete-lifecycle-action --region "$region" \
    --auto-scaling-group-name "$group" --lifecycle-hook-name "$hook" --instance-id "$instance_id" \
    --lifecycle-action-result "$1" 2>&1); do
    log "attempt $attempt of ${HOOK_ATTEMPTS} to answer $1 to hook $hook failed: $said"
    if ((attempt >= ${HOOK_ATTEMPTS})); then
      if [[ $said != *ValidationError* ]]; then return 1; fi
      log "$instance_id is not waiting for hook $hook: going on"
      return 0
    fi
    sleep "$delay"
    attempt=$((attempt + 1))
    delay=$((delay * 2))
  done
  log "answered $1 to hook $hook of group $group for $instance_id"
}

answered=no
finish() {
  local status=$?
  trap - EXIT ERR
  if ((status != 0)); then
    log "ends with exit code $status; the last lines of $log_file:"
    tail -n 20 "$log_file"
    if [[ $answered == no ]]; then answer_hook ABANDON || true; fi
  fi
  exit "$status"
}
trap finish EXIT
trap 'log "line $LINENO failed unexpectedly: $BASH_COMMAND"' ERR
trap 'exit 130' INT
trap 'exit 143' TERM HUP

wait_for_dns() {
  local deadline delay=1 now
  deadline=$(($(date +%s) + dns_timeout))
  until timeout -k 1 5 getent hosts "$dns_name" >>"$log_file"; do
    now=$(date +%s)
    if ((now >= deadline)); then return 1; fi
    if ((now + delay > deadline)); then delay=$((deadline - now)); fi
    log "$dns_name does not resolve yet; looking again in $delay s"
    sleep "$delay"
    delay=$((delay * 2 < 15 ? delay * 2 : 15))
  done
}

log "mounting $file_system_id by $access_point_id on $mount_point"
identify || fail "the instance metadata service never answered"
log "this is $instance_id in $zone"

log "installing: ${input.packages.join(' ')}"
retry ${wholeNumber('installAttempts', input.installAttempts, 1, 20)} ${STEP_LIMIT_SECONDS.install} dnf install -y ${packages} || fail "the packages cannot be installed"

wait_for_dns || fail "$dns_name did not resolve within $dns_timeout s"
log "$dns_name resolves"

mkdir -p "$mount_point"
write_fstab "$file_system_id $mount_point efs _netdev,nofail,tls,iam,accesspoint=$access_point_id 0 0"

if mountpoint -q "$mount_point"; then
  log "$mount_point is mounted already"
else
  retry ${wholeNumber('mountAttempts', input.mountAttempts, 1, 20)} ${STEP_LIMIT_SECONDS.mount} mount "$mount_point" || fail "$file_system_id cannot be mounted"
  mountpoint -q "$mount_point" || fail "mount reports success, but nothing is mounted on $mount_point"
  log "mounted $mount_point"
fi

# The first heartbeat proves that the share takes a file and gives it back.
timeout -k 5 ${STEP_LIMIT_SECONDS.heartbeat} "$heartbeat" >>"$log_file" 2>&1 || fail "the share on $mount_point cannot be written"
log "the share takes files"
systemctl enable --now strata-heartbeat.timer >>"$log_file" 2>&1

answered=yes
answer_hook CONTINUE || fail "the share is mounted, but hook $hook cannot be told so: its timeout decides"
log "done"
`;
}
