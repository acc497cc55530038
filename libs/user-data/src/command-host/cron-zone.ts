/** Half a year apart, so that a zone with summer time shows. */
const MOMENTS = ['2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'].map((text) => new Date(text));

/**
 * What to say to whoever takes a crontab for a host in this time zone; undefined where it is UTC, by whatever name.
 *
 * @param timeZone of the IANA's, such as `Europe/Berlin`. @default the one of this host
 */
export function cronZoneWarning(
  timeZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone,
): string | undefined {
  const clock = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' });
  if (MOMENTS.every((moment) => clock(timeZone).format(moment) === clock('UTC').format(moment)))
    return undefined;
  return (
    `The crontab is in UTC, and this host is in ${timeZone}: the cron of Debian and Ubuntu ignores CRON_TZ and would run it at ` +
    `other times. There, set the host to UTC or use --format systemd.`
  );
}
