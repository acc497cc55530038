import { parse } from 'yaml';
import { FakeHost } from '../testing/fake-host';
import { renderCommandHost, renderCronEntry, UserDataInputError, type CommandHostInput } from '../index';

describe('the command host', () => {
  let host: FakeHost;
  afterEach(() => host.dispose());

  const cloudConfig = (input: Partial<CommandHostInput> = {}) =>
    renderCommandHost({
      region: 'eu-central-1',
      cronSchedule: '15 3 * * *',
      rotationCommand: 'strata snapshots rotate',
      logFile: host.path('var/log/strata/rotation.log'),
      lockFile: host.path('var/lib/strata/rotation.lock'),
      setupLogFile: host.path('var/log/setup.log'),
      paths: host.paths,
      ...input,
    });

  it('installs cron, makes the user and its folders, and starts cron', () => {
    host = new FakeHost();
    expect(host.boot(cloudConfig())).toMatchObject({ status: 0 });
    expect(host.calls('dnf')).toEqual(['dnf install -y cronie logrotate']);
    expect(host.calls('useradd')[0]).toMatch(/^useradd --system .* strata$/);
    expect(host.calls('chown')).toEqual([
      `chown strata:strata ${host.path('var/log/strata')}`,
      `chown strata:strata ${host.path('var/lib/strata')}`,
    ]);
    expect(host.calls('systemctl')).toEqual(['systemctl enable --now crond.service logrotate.timer']);
  });

  it('writes the same entry that can be printed', () => {
    host = new FakeHost();
    host.boot(cloudConfig());
    expect(host.read('etc/cron.d/strata-snapshot-rotation')).toBe(
      renderCronEntry({
        schedule: '15 3 * * *',
        command: 'strata snapshots rotate',
        region: 'eu-central-1',
        logFile: host.path('var/log/strata/rotation.log'),
        lockFile: host.path('var/lib/strata/rotation.lock'),
      }),
    );
    expect(host.read('etc/logrotate.d/strata-snapshot-rotation')).toContain(
      host.path('var/log/strata/rotation.log'),
    );
  });

  it('schedules nothing without a command', () => {
    host = new FakeHost();
    const input = { region: 'eu-central-1', cronSchedule: '15 3 * * *' };
    const { write_files: files } = parse(renderCommandHost(input)) as { write_files: { path: string }[] };
    expect(files.map(({ path }) => path)).toEqual([
      '/usr/local/sbin/strata-setup-command-host',
      '/etc/logrotate.d/strata-snapshot-rotation',
    ]);
  });

  it('keeps a user that is there', () => {
    host = new FakeHost({ id: '' });
    expect(host.boot(cloudConfig({ user: 'ops' })).status).toBe(0);
    expect(host.calls('useradd')).toEqual([]);
  });

  it('tries again when the installation fails twice', () => {
    host = new FakeHost({ dnf: '(($(nth) > 2)) || exit 1' });
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(host.calls('dnf')).toHaveLength(3);
  });

  it('fails when cron cannot be installed, and says what that means', () => {
    host = new FakeHost({ dnf: 'exit 1' });
    const { status, output } = host.boot(cloudConfig());
    expect(status).toBe(1);
    expect(output).toContain('nothing will run on schedule');
    expect(host.calls('systemctl')).toEqual([]);
  });

  it('refuses a command that Terraform would evaluate', () => {
    host = new FakeHost();
    expect(() => cloudConfig({ rotationCommand: 'rotate ${HOME}' })).toThrow(UserDataInputError);
    expect(() => cloudConfig({ rotationCommand: 'rotate $HOME' })).not.toThrow();
  });
});
