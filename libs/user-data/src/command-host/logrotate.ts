import { absolutePath } from '../shell/values';
import { CRON_DEFAULTS, type CronEntryInput } from './cron-entry';

/** How much of the log is kept. */
export type LogrotateInput = Pick<CronEntryInput, 'logFile' | 'user'>;

/**
 * The logrotate configuration of the rotation's log: weekly or at 10 MB, twelve old ones, compressed.
 *
 * @throws UserDataInputError
 */
export function renderLogrotate(input: LogrotateInput = {}): string {
  const { logFile, user } = { ...CRON_DEFAULTS, ...input };
  return `${absolutePath('logFile', logFile)} {
  weekly
  maxsize 10M
  rotate 12
  compress
  delaycompress
  missingok
  notifempty
  su ${user} ${user}
  create 0640 ${user} ${user}
}
`;
}
