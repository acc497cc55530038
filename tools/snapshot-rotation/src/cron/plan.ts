import { dirname } from 'node:path';
import type { EnvironmentConfig } from '@strata/config';
import {
  CRON_DEFAULTS,
  renderCronEntry,
  renderLogrotate,
  renderSystemdUnits,
  UserDataInputError,
} from '@strata/user-data';
import type { SnapshotPolicy } from '../policy';
import { crontabSchedule } from './crontab';
import { timerLines } from './on-calendar';
import { shellWord } from './shell-word';

/** What the texts are made of. */
export interface CronRequest {
  readonly environment: EnvironmentConfig;
  readonly policy: SnapshotPolicy;
  readonly region: string;
  /** The strata program, as an absolute path or a name on the host's PATH. */
  readonly program: string;
  /** Further arguments of `strata snapshots rotate`. */
  readonly extraArguments: readonly string[];
  /**
   * When it runs: an AWS expression, or what the format itself knows (five fields of cron, or a calendar of systemd).
   * @default the policy's own schedule
   */
  readonly schedule?: string | undefined;
  /** @default 'strata' */
  readonly user?: string | undefined;
  /** @default the policy's own, under /var/log/strata */
  readonly logFile?: string | undefined;
  /** @default the policy's own, under /var/lib/strata */
  readonly lockFile?: string | undefined;
}

/** A file that goes onto a host. */
export interface HostFile {
  readonly path: string;
  readonly content: string;
}

/** What is put onto a host, and what is run there once it is. */
export interface CronPlan {
  readonly schedule: string;
  readonly files: readonly HostFile[];
  readonly install: readonly string[];
}

/** The formats there are. */
export const CRON_FORMATS = ['crontab', 'systemd'] as const;
/** One of the formats. */
export type CronFormat = (typeof CRON_FORMATS)[number];

/**
 * The files by which a host runs `strata snapshots rotate` for a policy: a crontab or a systemd service with its
 * timer, and the rotation of its log.
 *
 * @throws ScheduleExpressionError, InexpressibleScheduleError, UserDataInputError
 */
export function planCron(request: CronRequest, format: CronFormat): CronPlan {
  const { environment, policy, region, program, extraArguments } = request;
  const command = [
    ...[program, 'snapshots', 'rotate', '--env', environment.name, '--policy', policy.config.name],
    ...(region === environment.region ? [] : ['--region', region]),
    ...extraArguments,
  ]
    .map(shellWord)
    .join(' ');
  const name = `strata-snapshots-${environment.name}-${policy.config.name}`;
  // Of the policy's own: with one lock for all, a long run of one policy would keep the others from running.
  const {
    user = CRON_DEFAULTS.user,
    logFile = `${dirname(CRON_DEFAULTS.logFile)}/${name}.log`,
    lockFile = `${dirname(CRON_DEFAULTS.lockFile)}/${name}.lock`,
  } = request;
  const host = { command, region, user, logFile, lockFile };
  const folders = [...new Set([dirname(logFile), dirname(lockFile)])].join(' ');
  const install = [`install -d -o ${user} -g ${user} -m 0750 ${folders}`];
  const logrotate = { path: `/etc/logrotate.d/${name}`, content: renderLogrotate(host) };
  const asked = request.schedule ?? policy.config.schedule;
  const isAws = /^(cron|rate)\(/.test(asked);
  if (format === 'crontab') {
    const schedule = isAws ? crontabSchedule(asked) : asked;
    const files = [
      { path: `/etc/cron.d/${name}`, content: renderCronEntry({ ...host, schedule }) },
      logrotate,
    ];
    return { schedule, files, install };
  }
  const lines = isAws ? timerLines(asked) : [`OnCalendar=${calendarText(asked)}`];
  const description = `Strata: snapshot rotation, policy ${policy.config.name}, environment ${environment.name}`;
  const { service, timer } = renderSystemdUnits({ ...host, name, description, timerLines: lines });
  return {
    schedule: lines.join(' '),
    files: [
      { path: `/etc/systemd/system/${name}.service`, content: service },
      { path: `/etc/systemd/system/${name}.timer`, content: timer },
      logrotate,
    ],
    install: [...install, 'systemctl daemon-reload', `systemctl enable --now ${name}.timer`],
  };
}

function calendarText(text: string): string {
  if (/^[\w*.,:/~ +-]+$/.test(text)) return text;
  throw new UserDataInputError(
    'schedule',
    text,
    'give a calendar of systemd.time(7), such as "*-*-* 03:15:00 UTC"; systemd-analyze calendar checks it',
  );
}
