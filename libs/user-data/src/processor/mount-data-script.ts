import { FSTAB_FUNCTION, LOG_FUNCTION, RETRY_FUNCTION } from '../shell/functions';
import { quoted, wholeNumber } from '../shell/values';
import type { ProcessorInput } from './input';

/** All of `ProcessorInput`, defaults filled in. `volumeId` stays optional: it decides how the device is found. */
export interface MountDataScriptInput
  extends Required<Omit<ProcessorInput, 'paths' | 'volumeId'>>, Pick<ProcessorInput, 'volumeId'> {
  readonly fstab: string;
  readonly disksById: string;
}

/**
 * Where the device may turn up. By volume id there is one place on Nitro instances, whose serial number the id is
 * without its dash; by device name, what AWS's udev rule links to, or its Xen spelling (`/dev/sdf` as `/dev/xvdf`).
 * https://docs.aws.amazon.com/ebs/latest/userguide/identify-nvme-ebs-device.html
 */
function candidates(input: MountDataScriptInput): string {
  if (input.volumeId !== undefined) {
    return String.raw`volume_id=${quoted('volumeId', input.volumeId)}
by_id=${quoted('paths.disksById', input.disksById)}
candidates() { printf '%s\n' "$by_id/nvme-Amazon_Elastic_Block_Store_$(printf '%s' "$volume_id" | tr -d -)"; }`;
  }
  return String.raw`candidates() { printf '%s\n' "$device_name" "$(printf '%s' "$device_name" | sed 's#/sd\([a-z]*\)$#/xvd\1#')"; }`;
}

/**
 * The script that mounts the data volume by UUID. It makes a file system only on a volume that is blank: no signature
 * that blkid knows, and nothing but zeros in its first MiB. Anything else it cannot mount, it refuses to touch.
 */
export function renderMountDataScript(input: MountDataScriptInput): string {
  return String.raw`#!/bin/bash
# Mounts the data volume; makes a file system only where there is none. Safe to run again by hand.
set -Eeuo pipefail

device_name=${quoted('deviceName', input.deviceName)}
mount_point=${quoted('mountPoint', input.mountPoint)}
filesystem=${quoted('filesystem', input.filesystem)}
wait_seconds=${wholeNumber('deviceTimeoutSeconds', input.deviceTimeoutSeconds, 1, 3600)}
fstab=${quoted('fstab', input.fstab)}
log_file=${quoted('logFile', input.logFile)}
${candidates(input)}

${LOG_FUNCTION}
${RETRY_FUNCTION}
${FSTAB_FUNCTION}

fail() {
  log "FAILED: $*"
  exit 1
}
trap 'log "line $LINENO failed unexpectedly: $BASH_COMMAND"' ERR

# Two runs at once could both find the volume blank. The lock is the log file: it is there, and is never replaced here.
exec 9>>"$log_file"
flock -n 9 || fail "another run is under way"

device=''
find_device() {
  local candidate size
  while read -r candidate; do
    size=$(blockdev --getsize64 "$candidate" 2>/dev/null) || continue
    if ((size > 0)); then
      device=$(readlink -f "$candidate")
      return 0
    fi
  done < <(candidates)
  return 1
}

wait_for_device() {
  local deadline delay=1 now
  deadline=$(($(date +%s) + wait_seconds))
  until find_device; do
    now=$(date +%s)
    if ((now >= deadline)); then return 1; fi
    if ((now + delay > deadline)); then delay=$((deadline - now)); fi
    log "$device_name is not attached yet; looking again in $delay s"
    sleep "$delay"
    delay=$((delay * 2 < 15 ? delay * 2 : 15))
  done
}

# Sets $type and $uuid when the device holds a file system, leaves them empty when it is blank, and fails otherwise.
type='' uuid=''
probe() {
  local report status=0 rest
  report=$(blkid -p -o export "$device") || status=$?
  if ((status == 0)); then
    grep -qx 'USAGE=filesystem' <<<"$report" ||
      fail "$device holds something that is no file system, and is left as it is: $(tr '\n' ' ' <<<"$report")"
    type=$(sed -n 's/^TYPE=//p' <<<"$report")
    uuid=$(sed -n 's/^UUID=//p' <<<"$report")
    return 0
  fi
  # 2: no signature found, or the device cannot be read; so read it.
  if ((status != 2)); then fail "blkid cannot tell what $device holds (exit code $status): it is left as it is"; fi
  rest=$(head -c 1048576 "$device" | tr -d '\0' | wc -c) || fail "$device cannot be read"
  if ((rest > 0)); then fail "$device has no known file system, but is not blank: it is left as it is"; fi
}

log "mounting $device_name on $mount_point"
if mountpoint -q "$mount_point"; then
  log "$mount_point is mounted already"
  exit 0
fi
wait_for_device || fail "$device_name did not appear within $wait_seconds s; attach it and run $0 again"
log "$device_name is $device"

probe
if [[ -z $type ]]; then
  log "$device is blank: making an $filesystem file system"
  "mkfs.$filesystem" -q "$device" >>"$log_file" 2>&1 </dev/null || fail "mkfs.$filesystem failed on $device"
  udevadm settle --timeout=30 >>"$log_file" 2>&1 || log "udev did not settle: going on"
  probe
else
  log "$device holds an $type file system: it is kept"
fi
[[ -n $uuid ]] || fail "$device has no UUID to mount it by"

mkdir -p "$mount_point"
write_fstab "UUID=$uuid $mount_point $type defaults,nofail,x-systemd.device-timeout=30 0 2"
retry 5 60 mount "$mount_point" || fail "$device cannot be mounted on $mount_point"
mountpoint -q "$mount_point" || fail "mount reports success, but nothing is mounted on $mount_point"
log "mounted $device on $mount_point"
`;
}
