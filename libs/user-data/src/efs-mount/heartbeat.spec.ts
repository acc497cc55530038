import { efsMountFor } from '../testing/efs-mount-host';
import { FakeHost } from '../testing/fake-host';

describe('the heartbeat program', () => {
  let host: FakeHost;
  afterEach(() => host.dispose());

  const cloudConfig = () => efsMountFor(host);
  const heartbeat = () => host.path('mnt/efs/.strata/heartbeats/i-0abc');

  it('mounts the share again when it is gone', () => {
    host = new FakeHost();
    host.boot(cloudConfig());
    host.run('/bin/rm', [host.path('state/mounted'), heartbeat()]);
    expect(host.run(host.path('usr/local/sbin/strata-heartbeat')).status).toBe(0);
    expect(host.calls('mount')).toHaveLength(2);
    expect(host.exists('mnt/efs/.strata/heartbeats/i-0abc')).toBe(true);
  });

  it('fails when the share cannot be mounted, and writes nothing below the empty mount point', () => {
    host = new FakeHost();
    host.boot(cloudConfig());
    host.run('/bin/rm', [host.path('state/mounted'), heartbeat()]);
    host.command('mount', 'exit 32');
    expect(host.run(host.path('usr/local/sbin/strata-heartbeat')).status).not.toBe(0);
    expect(host.exists('mnt/efs/.strata/heartbeats/i-0abc')).toBe(false);
  });

  it('replaces the heartbeat with a later one', () => {
    host = new FakeHost();
    host.boot(cloudConfig());
    host.write('clock', '1700000060');
    host.run(host.path('usr/local/sbin/strata-heartbeat'));
    expect(JSON.parse(host.read('mnt/efs/.strata/heartbeats/i-0abc')).time).toBe('2023-11-14T22:14:20Z');
  });

  it('fails when the share gives back something else than was written', () => {
    host = new FakeHost();
    host.boot(cloudConfig());
    host.command('mv', '/bin/mv "$@"; echo lost >"$3"');
    const { status, output } = host.run(host.path('usr/local/sbin/strata-heartbeat'));
    expect(status).toBe(1);
    expect(output).toMatch(/^2023-11-14T22:13:20Z line \d+ failed: /m);
  });
});
