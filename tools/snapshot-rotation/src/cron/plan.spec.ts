import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { hostScheduleText } from '@strata/user-data';
import { snapshotPolicy } from '../policy';
import { type CronRequest, planCron } from './plan';

const local = loadEnvironment({ name: 'local', env: {} });
const environment: EnvironmentConfig = { ...local, name: 'production', region: 'eu-central-1' };
const [first] = local.backup.snapshots.policies;
const config = { ...(first as NonNullable<typeof first>), schedule: 'cron(15 0/12 * * ? *)' };
const request = (more: Partial<CronRequest> = {}): CronRequest => ({
  environment,
  policy: snapshotPolicy('production', config),
  region: 'eu-central-1',
  program: '/srv/strata/strata',
  extraArguments: [],
  ...more,
});

describe('what a host needs to rotate a policy', () => {
  it("is, as a crontab, an entry at the policy's own times and the rotation of its log", () => {
    const { files, schedule } = planCron(request(), 'crontab');
    expect(schedule).toBe('15 0,12 * * *');
    expect(files.map(({ path }) => path)).toEqual([
      '/etc/cron.d/strata-snapshots-production-default',
      '/etc/logrotate.d/strata-snapshots-production-default',
    ]);
    expect(files[0]?.content).toContain(
      '(/srv/strata/strata snapshots rotate --env production --policy default) 9>&-',
    );
    const log = '/var/log/strata/strata-snapshots-production-default.log';
    expect(files[1]?.content).toContain(`${log} {`);
    expect(files[0]?.content).toContain(`>>${log}\n`);
  });

  it('is, for systemd, a service, its timer, the log rotation and how to start it', () => {
    const plan = planCron(request(), 'systemd');
    expect(plan.files.map(({ path }) => path.split('/').at(-1))).toEqual([
      'strata-snapshots-production-default.service',
      'strata-snapshots-production-default.timer',
      'strata-snapshots-production-default',
    ]);
    expect(plan.files[1]?.content).toContain('OnCalendar=*-*-* 00,12:15:00 UTC');
    expect(plan.install.at(-1)).toBe('systemctl enable --now strata-snapshots-production-default.timer');
  });

  it('names another Region and hands further arguments on, quoted', () => {
    const { files } = planCron(
      request({ region: 'eu-west-1', extraArguments: ['--tag', "a=it's 100%"] }),
      'crontab',
    );
    expect(files[0]?.content).toContain(
      `--policy default --region eu-west-1 --tag 'a=it'\\''s 100\\%') 9>&-`,
    );
    expect(files[0]?.content).toContain("AWS_REGION='eu-west-1'");
  });

  it.each([
    ['crontab', '0 4 * * 1-5', '0 4 * * 1-5'],
    ['crontab', 'rate(6 hours)', '0 */6 * * *'],
    ['systemd', 'Mon..Fri *-*-* 04:00:00 UTC', 'OnCalendar=Mon..Fri *-*-* 04:00:00 UTC'],
    ['systemd', 'rate(90 minutes)', 'OnActiveSec=1min OnUnitActiveSec=90min'],
  ] as const)('takes a schedule for %s: %s', (format, schedule, expected) => {
    expect(planCron(request({ schedule }), format).schedule).toBe(expected);
  });

  it.each([
    ['crontab', { schedule: '0 4 *' }],
    ['systemd', { schedule: 'daily\nOnBootSec=1' }],
    ['crontab', { logFile: 'x.log' }],
    ['systemd', { user: 'No One' }],
    ['crontab', { extraArguments: ['a\nb'] }],
  ] as const)('refuses, as bad usage, for %s: %j', (format, more) => {
    expect(() => planCron(request(more), format)).toThrow(expect.objectContaining({ exitCode: 2 }) as Error);
  });

  it('is printed with its folders to be made once, all else as comments', () => {
    const asked = request({ logFile: '/var/log/ops/rotation.log', user: 'ops' });
    const text = hostScheduleText(planCron(asked, 'crontab'), 'ops');
    expect(text).toContain('#   install -d -o ops -g ops -m 0750 /var/log/ops /var/lib/strata\n');
    expect(text).toMatch(/^# ── \/etc\/cron\.d\//);
  });
});
