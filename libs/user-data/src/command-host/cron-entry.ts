import { UserDataInputError } from '../errors';
import { quoted } from '../shell/values';
import { guardedCommand } from './guarded-command';

/** What a crontab under `/etc/cron.d` is made of. */
export interface CronEntryInput {
  /** Five fields of cron, in UTC, or one of `@hourly`, `@daily`, `@weekly`, `@monthly`. */
  readonly schedule: string;
  /** One command line of bash, without a comment at its end. */
  readonly command: string;
  readonly region: string;
  /** The user that it runs as. @default 'strata' */
  readonly user?: string;
  /** @default '/var/log/strata/snapshot-rotation.log' */
  readonly logFile?: string;
  /** The file that keeps two runs apart. @default '/var/lib/strata/snapshot-rotation.lock' */
  readonly lockFile?: string;
  /** What it is, for the comment at its top. @default 'snapshot rotation' */
  readonly title?: string;
}

/** The defaults of `CronEntryInput`. */
export const CRON_DEFAULTS = {
  user: 'strata',
  logFile: '/var/log/strata/snapshot-rotation.log',
  lockFile: '/var/lib/strata/snapshot-rotation.lock',
  title: 'snapshot rotation',
} as const;

const SCHEDULE = /^(@(hourly|daily|weekly|monthly)|[\w*,/-]+( [\w*,/-]+){4})$/;

/**
 * A crontab that runs the command on schedule, never twice at a time, with each line of its output and its exit code
 * logged with the time in UTC. It needs nothing else on the host. Its times are UTC where cron is cronie, as on Amazon
 * Linux; that of Debian and Ubuntu does not know `CRON_TZ` and goes by the host's time zone (crontab(5) of each), so the
 * text says what to do there.
 *
 * Percent signs of the command are escaped: cron reads a bare one as the end of the line (crontab(5)).
 *
 * @throws UserDataInputError
 */
export function renderCronEntry(input: CronEntryInput): string {
  const { schedule, command, region, user, logFile, lockFile, title } = { ...CRON_DEFAULTS, ...input };
  if (!SCHEDULE.test(schedule)) {
    throw new UserDataInputError(
      'schedule',
      schedule,
      'give five fields of cron, such as "15 3 * * *", or @daily',
    );
  }
  const line = guardedCommand({ command, logFile, lockFile }).replaceAll('%', '\\%');
  return `# Strata: ${oneLine(title)}. Times are UTC by CRON_TZ, which cronie heeds (Amazon Linux, Red Hat, Fedora).
# The cron of Debian and Ubuntu ignores it and goes by the host's time zone: set that to UTC (timedatectl set-timezone UTC),
# or install the systemd timer instead (--format systemd), whose times carry UTC.
SHELL=/bin/bash
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
MAILTO=""
CRON_TZ=UTC
AWS_REGION=${quoted('region', region)}
${schedule} ${userName(user)} ${line}
`;
}

function oneLine(title: string): string {
  if (!/[\r\n]/.test(title)) return title;
  throw new UserDataInputError('title', title, 'give one line');
}

/** Checks a user's name. @throws UserDataInputError */
export function userName(user: string): string {
  if (/^[a-z_][a-z0-9_-]{0,31}$/.test(user)) return user;
  throw new UserDataInputError('user', user, 'give a user name of lower-case letters, digits, _ and -');
}
