import { cronZoneWarning } from './cron-zone';

it.each(['UTC', 'Etc/UTC', 'GMT', 'Africa/Abidjan'])(
  'a crontab is right in %s, whichever cron runs it',
  (zone) => {
    expect(cronZoneWarning(zone)).toBeUndefined();
  },
);

it.each(['Europe/Berlin', 'Europe/London', 'Asia/Kolkata'])(
  'warns of a host in %s, and says what to do',
  (zone) => {
    expect(cronZoneWarning(zone)).toMatch(new RegExp(`this host is in ${zone}.*--format systemd`));
  },
);
