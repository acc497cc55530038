import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { UserDataInputError, type EfsMountInput } from '../index';
import { efsMountFor, slowMetadata } from '../testing/efs-mount-host';
import { FakeHost } from '../testing/fake-host';

const AWS_REFUSES = `echo 'An error occurred (ValidationError) when calling the CompleteLifecycleAction operation: No active Lifecycle Action found with instance ID i-0abc' >&2; exit 254`;

describe('the EFS mount script', () => {
  let host: FakeHost;
  afterEach(() => host.dispose());

  const cloudConfig = (input: Partial<EfsMountInput> = {}) => efsMountFor(host, input);
  const answers = () => host.calls('aws').map((call) => /--lifecycle-action-result (\w+)/.exec(call)?.[1]);

  it('mounts, leaves a heartbeat, starts the timer and answers CONTINUE', () => {
    host = new FakeHost();
    expect(host.boot(cloudConfig())).toMatchObject({ status: 0 });

    expect(host.calls('dnf')).toEqual(['dnf install -y amazon-efs-utils']);
    expect(host.calls('getent')).toEqual(['getent hosts fs-01.efs.eu-central-1.amazonaws.com']);
    expect(host.calls('mount')).toEqual([`mount ${host.path('mnt/efs')}`]);
    expect(host.read('etc/fstab')).toBe(
      '# made by the installer\nUUID=root / xfs defaults 0 1\n' +
        `fs-01 ${host.path('mnt/efs')} efs _netdev,nofail,tls,iam,accesspoint=fsap-02 0 0\n`,
    );
    expect(JSON.parse(host.read('mnt/efs/.strata/heartbeats/i-0abc'))).toEqual({
      instanceId: 'i-0abc',
      availabilityZone: 'eu-central-1a',
      time: '2023-11-14T22:13:20Z',
      kernel: expect.stringMatching(/^\d/),
    });
    expect(host.calls('systemctl')).toContain('systemctl enable --now strata-heartbeat.timer');
    expect(host.calls('aws')).toEqual([
      'aws autoscaling complete-lifecycle-action --region eu-central-1 --auto-scaling-group-name fleet ' +
        '--lifecycle-hook-name launch --instance-id i-0abc --lifecycle-action-result CONTINUE',
    ]);
  });

  it('logs every step with the time in UTC, to the file and to the console', () => {
    host = new FakeHost();
    const { output } = host.boot(cloudConfig());
    for (const step of ['installing', 'resolves', 'mounted', 'takes files', 'answered CONTINUE', 'done']) {
      const line = new RegExp(`^2023-11-14T22:13:20Z .*${step}`, 'm');
      expect(host.read('var/log/mount.log')).toMatch(line);
      expect(output).toMatch(line);
    }
  });

  it('tries again when the mount fails twice, and answers CONTINUE', () => {
    host = new FakeHost({
      mount: '(($(nth) > 2)) || exit 32; mkdir -p "$HOST/state"; touch "$HOST/state/mounted"',
    });
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(host.calls('mount')).toHaveLength(3);
    expect(answers()).toEqual(['CONTINUE']);
  });

  it('waits for a late name with growing pauses, then goes on', () => {
    host = new FakeHost({ getent: '(($(nth) > 6)) || exit 2; echo 10.0.1.20' });
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(host.calls('sleep').map((call) => call.split(' ')[1])).toEqual(['1', '2', '4', '8', '15', '15']);
    expect(answers()).toEqual(['CONTINUE']);
  });

  it.each([
    ['the installation fails twice', { dnf: '(($(nth) > 2)) || exit 1' }, 'dnf', 3],
    ['the metadata service is slow', { curl: slowMetadata(3) }, 'curl', 3 + 3 + 3],
  ])('goes on to CONTINUE when %s', (_case, commands, counted, calls) => {
    host = new FakeHost(commands);
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(host.calls(counted)).toHaveLength(calls);
    expect(answers()).toEqual(['CONTINUE']);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['the name never resolves', { getent: 'exit 2' }, /did not resolve within 180 s/],
    [
      'the mount never works',
      { mount: 'echo "mount.nfs4: Connection timed out" >&2; exit 32' },
      /cannot be mounted/,
    ],
    ['mount lies', { mount: '' }, /nothing is mounted/],
    ['the packages cannot be installed', { dnf: 'exit 1' }, /packages cannot be installed/],
    [
      'something unforeseen fails',
      { systemctl: 'echo "Failed to connect to bus" >&2; exit 1' },
      /failed unexpectedly/,
    ],
  ])('fails when %s, and answers ABANDON', (_case, commands, reason) => {
    host = new FakeHost(commands);
    const { status, output } = host.boot(cloudConfig());
    expect(status).toBe(1);
    expect(output).toMatch(reason);
    expect(answers()).toEqual(['ABANDON']);
    expect(host.exists('mnt/efs/.strata/heartbeats/i-0abc')).toBe(false);
  });

  it.each([
    ['mount', 5],
    ['dnf', 5],
  ])('tries %s %i times and no more', (command, times) => {
    host = new FakeHost({ [command]: 'exit 1' });
    host.boot(cloudConfig());
    expect(host.calls(command)).toHaveLength(times);
  });

  it('answers ABANDON when it is told to end', async () => {
    host = new FakeHost({ mount: 'touch "$HOST/mounting"; exec /bin/sleep 1' });
    host.install(cloudConfig());
    const script = host.start(host.path('usr/local/sbin/strata-mount-efs'));
    for (let tries = 0; tries < 200 && !host.exists('mounting'); tries += 1) await wait(20);
    script.kill('SIGTERM');
    await once(script, 'exit');
    expect(script.exitCode).toBe(143);
    expect(answers()).toEqual(['ABANDON']);
  });

  it('shows the last lines of the log on the console when it fails', () => {
    host = new FakeHost({ mount: 'echo "mount.nfs4: Connection timed out" >&2; exit 32' });
    expect(host.boot(cloudConfig()).output).toContain('mount.nfs4: Connection timed out');
  });

  it('fails when the share cannot be written, and answers ABANDON', () => {
    host = new FakeHost();
    host.write('mnt/efs/.strata', 'a file where the folder should be');
    const { status, output } = host.boot(cloudConfig());
    expect(status).toBe(1);
    expect(output).toContain('cannot be written');
    expect(answers()).toEqual(['ABANDON']);
  });

  it('fails when the metadata service never answers, without an instance to answer for', () => {
    host = new FakeHost({ curl: 'exit 28' });
    const { status, output } = host.boot(cloudConfig());
    expect(status).toBe(1);
    expect(output).toContain("the hook's timeout decides");
    expect(host.calls('mount')).toEqual([]);
    expect(answers()).toEqual([]);
  });

  it('goes on when the instance waits for no hook', () => {
    host = new FakeHost({ aws: AWS_REFUSES });
    const { status, output } = host.boot(cloudConfig());
    expect(status).toBe(0);
    expect(output).toContain('i-0abc is not waiting for hook launch: going on');
  });

  it('fails when CONTINUE cannot be told, and does not turn it into ABANDON', () => {
    host = new FakeHost({ aws: 'echo "Could not connect to the endpoint URL" >&2; exit 255' });
    expect(host.boot(cloudConfig()).status).toBe(1);
    expect(answers()).toEqual(Array(5).fill('CONTINUE'));
  });

  it('answers the hook after the API failed for a while', () => {
    host = new FakeHost({ aws: '(($(nth) > 2)) || { echo "Rate exceeded" >&2; exit 254; }' });
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(answers()).toHaveLength(3);
  });

  it('changes nothing in fstab and mounts nothing when it is run again', () => {
    host = new FakeHost();
    host.boot(cloudConfig());
    const table = host.read('etc/fstab');
    expect(host.run(host.path('usr/local/sbin/strata-mount-efs')).status).toBe(0);
    expect(host.read('etc/fstab')).toBe(table);
    expect(host.calls('mount')).toHaveLength(1);
  });

  it('replaces an fstab entry of another file system at the same place, and keeps comments', () => {
    host = new FakeHost();
    const place = host.path('mnt/efs');
    host.write(
      'etc/fstab',
      `# fs-00 ${place} efs\n# ${place} is the share\nfs-00 ${place} efs defaults 0 0\n`,
    );
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(host.read('etc/fstab')).toBe(
      `# fs-00 ${place} efs\n# ${place} is the share\n` +
        `fs-01 ${place} efs _netdev,nofail,tls,iam,accesspoint=fsap-02 0 0\n`,
    );
  });

  it.each<[string, Partial<EfsMountInput>]>([
    ['an id with a quote', { fileSystemId: "fs-1'; reboot; '" }],
    ['an empty id', { accessPointId: '' }],
    ['a name with a line break', { autoScalingGroupName: 'a\nb' }],
    ['a mount point with a space', { mountPoint: '/mnt/my share' }],
    ['a relative mount point', { mountPoint: 'mnt' }],
    ['no attempts', { mountAttempts: 0 }],
    ['half a second', { dnsTimeoutSeconds: 0.5 }],
    ['a number token', { dnsTimeoutSeconds: -1.8881545897087503e289 }],
  ])('refuses %s', (_case, input) => {
    host = new FakeHost();
    expect(() => cloudConfig(input)).toThrow(UserDataInputError);
  });
});
