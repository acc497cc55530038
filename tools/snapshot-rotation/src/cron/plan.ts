import type { EnvironmentConfig } from '@strata/config';
import {
  calendarText,
  type HostSchedule,
  type HostScheduleInput,
  renderHostSchedule,
} from '@strata/user-data';
import type { SnapshotPolicy } from '../policy';
import { crontabSchedule } from './crontab';
import { timerLines } from './on-calendar';

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
export function planCron(request: CronRequest, format: CronFormat): HostSchedule {
  const { environment, policy, region, program, extraArguments, user, logFile, lockFile } = request;
  const command = [
    ...[program, 'snapshots', 'rotate', '--env', environment.name, '--policy', policy.config.name],
    ...(region === environment.region ? [] : ['--region', region]),
    ...extraArguments,
  ];
  const asked = request.schedule ?? policy.config.schedule;
  return renderHostSchedule({
    name: `strata-snapshots-${environment.name}-${policy.config.name}`,
    title: 'snapshot rotation',
    description: `Strata: snapshot rotation, policy ${policy.config.name}, environment ${environment.name}`,
    command,
    region,
    user,
    logFile,
    lockFile,
    when: whenOf(asked, format),
  });
}

function whenOf(asked: string, format: CronFormat): HostScheduleInput['when'] {
  const isAws = /^(cron|rate)\(/.test(asked);
  if (format === 'crontab') return { format, schedule: isAws ? crontabSchedule(asked) : asked };
  return { format, timerLines: isAws ? timerLines(asked) : [`OnCalendar=${calendarText(asked)}`] };
}
