import { dirname } from 'node:path';
import { UserDataInputError } from '../errors';
import { shellWord } from '../shell/shell-word';
import { CRON_DEFAULTS, renderCronEntry } from './cron-entry';
import { renderLogrotate } from './logrotate';
import { renderSystemdUnits } from './systemd-units';

/** A command that a host's own scheduler runs. */
export interface HostScheduleInput {
  /** Names its files: `strata-snapshots-production-default`. */
  readonly name: string;
  /** What it is, in a few words: `snapshot rotation`. */
  readonly title: string;
  /** What it does, in a line, for systemd. */
  readonly description: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly region: string;
  /** @default 'strata' */
  readonly user?: string | undefined;
  /** @default one of this name, under /var/log/strata */
  readonly logFile?: string | undefined;
  /** @default one of this name, under /var/lib/strata */
  readonly lockFile?: string | undefined;
  /** When: five fields of cron, or lines of a timer (systemd.timer(5)). */
  readonly when:
    | { readonly format: 'crontab'; readonly schedule: string }
    | { readonly format: 'systemd'; readonly timerLines: readonly string[] };
}

/** A file that goes onto a host. */
export interface HostFile {
  readonly path: string;
  readonly content: string;
}

/** What is put onto a host, and what is run there once it is. */
export interface HostSchedule {
  readonly schedule: string;
  readonly files: readonly HostFile[];
  readonly install: readonly string[];
}

/**
 * The files by which a host runs a command on schedule: a crontab or a systemd service with its timer, and the
 * rotation of its log. Lock and log are the command's own: with one lock for all, a long run of one would keep the
 * others from running.
 *
 * @throws UserDataInputError
 */
export function renderHostSchedule(input: HostScheduleInput): HostSchedule {
  const { name, title, description, region, when } = input;
  const {
    user = CRON_DEFAULTS.user,
    logFile = `${dirname(CRON_DEFAULTS.logFile)}/${name}.log`,
    lockFile = `${dirname(CRON_DEFAULTS.lockFile)}/${name}.lock`,
  } = input;
  const host = { command: input.command.map(shellWord).join(' '), region, user, logFile, lockFile };
  const folders = [...new Set([dirname(logFile), dirname(lockFile)])].join(' ');
  const install = [`install -d -o ${user} -g ${user} -m 0750 ${folders}`];
  const logrotate = { path: `/etc/logrotate.d/${name}`, content: renderLogrotate(host) };
  if (when.format === 'crontab') {
    const { schedule } = when;
    const entry = renderCronEntry({ ...host, schedule, title });
    return { schedule, files: [{ path: `/etc/cron.d/${name}`, content: entry }, logrotate], install };
  }
  const { timerLines } = when;
  const { service, timer } = renderSystemdUnits({ ...host, name, description, timerLines });
  return {
    schedule: timerLines.join(' '),
    files: [
      { path: `/etc/systemd/system/${name}.service`, content: service },
      { path: `/etc/systemd/system/${name}.timer`, content: timer },
      logrotate,
    ],
    install: [...install, 'systemctl daemon-reload', `systemctl enable --now ${name}.timer`],
  };
}

/**
 * A calendar of systemd.time(7) as it is given, when it holds nothing else.
 *
 * @throws UserDataInputError
 */
export function calendarText(text: string): string {
  if (/^[\w*.,:/~ +-]+$/.test(text)) return text;
  throw new UserDataInputError(
    'schedule',
    text,
    'give a calendar of systemd.time(7), such as "*-*-* 03:15:00 UTC"; systemd-analyze calendar checks it',
  );
}

/** The texts, each under the path that it belongs at, with what is to be run as root; all but the texts is comment. */
export function hostScheduleText(
  { files, install }: HostSchedule,
  user: string = CRON_DEFAULTS.user,
): string {
  return [
    ...files.map(({ path, content }) => `# ── ${path}\n${content}`),
    `# ── once, as root, where the user ${user} exists:\n${install.map((line) => `#   ${line}`).join('\n')}\n`,
  ].join('\n');
}
