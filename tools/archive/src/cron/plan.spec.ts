import { type CronRequest, planCron } from './plan';

const request: CronRequest = {
  environment: { name: 'production', region: 'eu-central-1' },
  region: 'eu-central-1',
  program: '/srv/strata/strata',
  source: '/mnt/efs',
  destination: 's3://my-archive/share/',
  extraArguments: ['--delete', '--exclude', '*.tmp'],
  schedule: '15 3 * * *',
};
const NAME = 'strata-archive-production-my-archive-share';

it('is, as a crontab, an entry with lock and log of its own and the rotation of the log', () => {
  const { files } = planCron(request, 'crontab');
  expect(files.map(({ path }) => path)).toEqual([`/etc/cron.d/${NAME}`, `/etc/logrotate.d/${NAME}`]);
  const [entry] = files;
  expect(entry?.content).toMatch(/^# Strata: archive sync\. Times are UTC by CRON_TZ/);
  expect(entry?.content).toContain(
    "(/srv/strata/strata archive sync /mnt/efs s3://my-archive/share/ --env production --delete --exclude '*.tmp') 9>&-",
  );
  expect(entry?.content).toContain(`9>>/var/lib/strata/${NAME}.lock`);
  expect(entry?.content).toContain(`>>/var/log/strata/${NAME}.log`);
});

it('is, for systemd, a service, its timer, the log rotation and how to start it', () => {
  const { files, install } = planCron({ ...request, schedule: '*-*-* 03:15:00 UTC' }, 'systemd');
  expect(files.map(({ path }) => path.split('/').at(-1))).toEqual([`${NAME}.service`, `${NAME}.timer`, NAME]);
  expect(files[1]?.content).toContain('OnCalendar=*-*-* 03:15:00 UTC');
  expect(install.at(-1)).toBe(`systemctl enable --now ${NAME}.timer`);
});

it('names another Region than the environment’s', () => {
  expect(planCron({ ...request, region: 'eu-west-1' }, 'crontab').files[0]?.content).toContain(
    '--region eu-west-1',
  );
});

it.each<[Partial<CronRequest>, 'crontab' | 'systemd', RegExp]>([
  [{ source: 'data' }, 'crontab', /absolute path; got data/],
  [{ schedule: 'daily at 3' }, 'crontab', /five fields of cron/],
  [{ schedule: '*-*-*; reboot' }, 'systemd', /calendar of systemd/],
  [{ destination: 'ftp://x/y' }, 'crontab', /no place to read or write/],
  [{ user: 'Root User' }, 'crontab', /user/],
])('refuses %j', (more, format, message) => {
  expect(() => planCron({ ...request, ...more }, format)).toThrow(message);
});
