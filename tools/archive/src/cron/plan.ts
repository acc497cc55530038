import { isAbsolute } from 'node:path';
import { UsageError } from '@strata/cli-kit';
import type { EnvironmentConfig } from '@strata/config';
import { calendarText, type HostSchedule, renderHostSchedule } from '@strata/user-data';
import { parseLocation } from '../location';

/** What the texts are made of. */
export interface CronRequest {
  readonly environment: Pick<EnvironmentConfig, 'name' | 'region'>;
  readonly region: string;
  /** The strata program, as an absolute path or a name on the host's PATH. */
  readonly program: string;
  readonly source: string;
  readonly destination: string;
  /** Further arguments of `strata archive sync`. */
  readonly extraArguments: readonly string[];
  /** Five fields of cron, or a calendar of systemd. */
  readonly schedule: string;
  /** @default made of the environment's name and the destination */
  readonly name?: string | undefined;
  readonly user?: string | undefined;
  readonly logFile?: string | undefined;
  readonly lockFile?: string | undefined;
}

/** The formats there are. */
export const CRON_FORMATS = ['crontab', 'systemd'] as const;
/** One of the formats. */
export type CronFormat = (typeof CRON_FORMATS)[number];

/**
 * The files by which a host runs `strata archive sync`: a crontab or a systemd service with its timer, and the rotation
 * of its log. The same as of a snapshot rotation: one run at a time, each line logged with its time.
 *
 * @throws BadLocationError, UsageError, UserDataInputError
 */
export function planCron(request: CronRequest, format: CronFormat): HostSchedule {
  const { environment, region, program, source, destination, extraArguments, schedule } = request;
  for (const place of [source, destination]) refuseRelative(place);
  const place = destination
    .replace(/^s3:\/\//, '')
    .replaceAll(/[^\w-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const { name = `strata-archive-${environment.name}-${place}`, user, logFile, lockFile } = request;
  return renderHostSchedule({
    name,
    title: 'archive sync',
    description: `Strata: sync of ${source} to ${destination}, environment ${environment.name}`,
    command: [
      ...[program, 'archive', 'sync', source, destination, '--env', environment.name],
      ...(region === environment.region ? [] : ['--region', region]),
      ...extraArguments,
    ],
    region,
    user,
    logFile,
    lockFile,
    when:
      format === 'crontab'
        ? { format, schedule }
        : { format, timerLines: [`OnCalendar=${calendarText(schedule)}`] },
  });
}

/** A scheduler starts in another directory. */
function refuseRelative(place: string): void {
  if (parseLocation(place).kind !== 'directory' || isAbsolute(place)) return;
  throw new UsageError({
    what: 'A scheduler starts in another directory, so a directory needs its absolute path',
    got: place,
    fix: `Give ${process.cwd()}/${place}, if that is meant.`,
  });
}
