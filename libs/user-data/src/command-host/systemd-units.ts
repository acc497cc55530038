import { UserDataInputError } from '../errors';
import { quoted } from '../shell/values';
import { CRON_DEFAULTS, userName } from './cron-entry';
import { guardedCommand } from './guarded-command';

/** What a service and its timer are made of. */
export interface SystemdUnitsInput {
  /** Name of both units, without `.service` and `.timer`. */
  readonly name: string;
  /** What they do, in a line. */
  readonly description: string;
  /** Lines of the timer that say when it fires, such as `OnCalendar=*-*-* 03:15:00 UTC` (systemd.timer(5)). */
  readonly timerLines: readonly string[];
  /** One command line of bash, without a comment at its end. */
  readonly command: string;
  readonly region: string;
  /** The user that it runs as. @default 'strata' */
  readonly user?: string;
  /** @default '/var/log/strata/snapshot-rotation.log' */
  readonly logFile?: string;
  /** @default '/var/lib/strata/snapshot-rotation.lock' */
  readonly lockFile?: string;
}

/** Time that a run is given to start again what it stopped, when systemd stops it: an instance may take minutes. */
const STOP_TIMEOUT = '15min';

/**
 * A systemd service that does what the crontab entry does, and a timer for it. What was missed while the host was down
 * is caught up; a run that fails leaves the service failed, so `systemctl --failed` and `OnFailure=` see it.
 *
 * Percent signs and dollars of the command are doubled: systemd resolves single ones (systemd.service(5)).
 *
 * @throws UserDataInputError
 */
export function renderSystemdUnits(input: SystemdUnitsInput): { service: string; timer: string } {
  const { name, description, timerLines, command, region, user, logFile, lockFile } = {
    ...CRON_DEFAULTS,
    ...input,
  };
  if (!/^[\w.@-]{1,200}$/.test(name)) {
    throw new UserDataInputError('name', name, 'give letters, digits, _, ., @ and -');
  }
  for (const line of [description, ...timerLines]) {
    if (/[\r\n]/.test(line)) throw new UserDataInputError('units', line, 'give one line');
  }
  const line = guardedCommand({ command, logFile, lockFile });
  quoted('region', region);
  const service = `[Unit]
Description=${inUnit(description)}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User=${userName(user)}
Environment="AWS_REGION=${inUnit(region)}"
ExecStart=/bin/bash -c "${inArgument(line)}"
TimeoutStopSec=${STOP_TIMEOUT}
`;
  const timer = `[Unit]
Description=${inUnit(description)} (timer)

[Timer]
${timerLines.join('\n')}
AccuracySec=1min
Persistent=true

[Install]
WantedBy=timers.target
`;
  return { service, timer };
}

function inUnit(text: string): string {
  return text.replaceAll('%', '%%');
}

function inArgument(text: string): string {
  return inUnit(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '$$$$');
}
