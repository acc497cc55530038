import { dirname } from 'node:path';
import { LOG_FUNCTION, RETRY_FUNCTION } from '../shell/functions';
import { quoted } from '../shell/values';

/** What the set-up script of the command host needs; paths are absolute. */
export interface SetupScriptInput {
  readonly user: string;
  readonly logFile: string;
  readonly lockFile: string;
  readonly setupLogFile: string;
}

/**
 * The script that makes a host ready for scheduled commands: cron, which Amazon Linux 2023 does not bring
 * (https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html), logrotate, the user, and the folders it owns.
 */
export function renderSetupScript(input: SetupScriptInput): string {
  return String.raw`#!/bin/bash
# Makes this host ready for scheduled commands. Safe to run again by hand.
set -Eeuo pipefail

user=${quoted('user', input.user)}
log_folder=${quoted('logFile', dirname(input.logFile))}
state_folder=${quoted('lockFile', dirname(input.lockFile))}
log_file=${quoted('setupLogFile', input.setupLogFile)}

${LOG_FUNCTION}
${RETRY_FUNCTION}
fail() {
  log "FAILED: $*"
  exit 1
}
trap 'log "line $LINENO failed unexpectedly: $BASH_COMMAND"' ERR

log "installing: cronie logrotate"
retry 5 120 dnf install -y cronie logrotate || fail "cron cannot be installed: nothing will run on schedule"

if ! id "$user" >>"$log_file" 2>&1; then
  useradd --system --no-create-home --home-dir "$state_folder" --shell /sbin/nologin "$user"
  log "created user $user"
fi
for folder in "$log_folder" "$state_folder"; do
  mkdir -p "$folder"
  chown "$user:$user" "$folder"
  chmod 750 "$folder"
done

systemctl enable --now crond.service logrotate.timer >>"$log_file" 2>&1 || fail "cron cannot be started"
log "cron is running"
`;
}
