/** Where things live on an instance. Tests give others; instances of Amazon Linux 2023 take the defaults. */
export interface HostPaths {
  /** @default '/etc/fstab' */
  readonly fstab: string;
  /** Where our programs go. @default '/usr/local/sbin' */
  readonly programs: string;
  /** @default '/etc/systemd/system' */
  readonly systemdUnits: string;
  /** @default '/etc/cron.d' */
  readonly cronEntries: string;
  /** @default '/etc/logrotate.d' */
  readonly logrotateEntries: string;
  /** @default '/dev/disk/by-id' */
  readonly disksById: string;
}

/** The paths of Amazon Linux 2023. */
export const HOST_PATHS: HostPaths = {
  fstab: '/etc/fstab',
  programs: '/usr/local/sbin',
  systemdUnits: '/etc/systemd/system',
  cronEntries: '/etc/cron.d',
  logrotateEntries: '/etc/logrotate.d',
  disksById: '/dev/disk/by-id',
};
