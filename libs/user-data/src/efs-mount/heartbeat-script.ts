import { IDENTIFY_FUNCTION } from '../shell/functions';
import { quoted } from '../shell/values';
import { HEARTBEAT_FOLDER } from './input';

/**
 * The program that proves, every minute, that this instance can write to the share. It replaces one JSON file,
 * `{"instanceId","availabilityZone","time","kernel"}` (time in UTC, ISO 8601), and mounts the share again first when it
 * is gone: after a reboot, `nofail` lets the instance come up without it.
 */
export function renderHeartbeatScript(input: { readonly mountPoint: string }): string {
  return String.raw`#!/bin/bash
# Writes this instance's heartbeat to the share, and mounts the share again when it is gone.
set -Eeuo pipefail

mount_point=${quoted('mountPoint', input.mountPoint)}
folder="$mount_point/${HEARTBEAT_FOLDER}"

# To the journal only, which is bounded: this runs every minute.
log() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2; }
trap 'log "line $LINENO failed: $BASH_COMMAND"' ERR
${IDENTIFY_FUNCTION}

if ! mountpoint -q "$mount_point"; then
  log "$mount_point is not mounted: mounting it"
  timeout -k 5 30 mount "$mount_point" </dev/null
  mountpoint -q "$mount_point"
fi

identify
mkdir -p "$folder"
beat=$(printf '{"instanceId":"%s","availabilityZone":"%s","time":"%s","kernel":"%s"}' \
  "$instance_id" "$zone" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(uname -r)")
draft="$folder/.$instance_id.draft"
printf '%s\n' "$beat" >"$draft"
# Without it a full or read-only share would show only later.
sync "$draft"
mv -f "$draft" "$folder/$instance_id"
[[ $(cat "$folder/$instance_id") == "$beat" ]]
`;
}
