/** The systemd service that writes one heartbeat. `program` is the absolute path of the heartbeat script. */
export function renderHeartbeatService(program: string): string {
  return `[Unit]
Description=Strata: heartbeat of this instance on the share
Wants=network-online.target
After=network-online.target remote-fs.target

[Service]
Type=oneshot
ExecStart=${program}
TimeoutStartSec=50
`;
}

/** The systemd timer that asks for a heartbeat every minute, spread so that a fleet does not write at one moment. */
export function renderHeartbeatTimer(): string {
  return `[Unit]
Description=Strata: heartbeat every minute

[Timer]
OnCalendar=minutely
RandomizedDelaySec=15
AccuracySec=1

[Install]
WantedBy=timers.target
`;
}
