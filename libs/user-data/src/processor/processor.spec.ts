import { FakeHost } from '../testing/fake-host';
import { renderProcessor, UserDataInputError, type ProcessorInput } from '../index';

const DISK = 'dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc';
const BLANK = '\0'.repeat(1024 * 1024);
/** Formatting leaves a mark that the stand-in of blkid reads. */
const MKFS = 'printf "TYPE=%s" "$(echo "$name" | cut -d. -f2)" >"$HOST/state-fs"';
const BLKID = `[[ -s $HOST/state-fs ]] || exit 2
cat "$HOST/state-fs"; printf '\\nUUID=1111-2222\\nUSAGE=filesystem\\n'`;
const WORKING = { 'mkfs.xfs': MKFS, 'mkfs.ext4': MKFS, blkid: BLKID };

describe('the data volume script', () => {
  let host: FakeHost;
  afterEach(() => host.dispose());

  const cloudConfig = (input: Partial<ProcessorInput> = {}) =>
    renderProcessor({
      deviceName: '/dev/sdf',
      volumeId: 'vol-0abc',
      mountPoint: host.path('data'),
      logFile: host.path('var/log/data.log'),
      paths: host.paths,
      ...input,
    });
  const formatted = () => [...host.calls('mkfs.xfs'), ...host.calls('mkfs.ext4')];

  it('makes a file system on a blank volume and mounts it by UUID', () => {
    host = new FakeHost(WORKING);
    host.write(DISK, BLANK);
    expect(host.boot(cloudConfig())).toMatchObject({ status: 0 });
    expect(formatted()).toEqual([`mkfs.xfs -q ${host.path(DISK)}`]);
    expect(host.read('etc/fstab')).toContain(
      `\nUUID=1111-2222 ${host.path('data')} xfs defaults,nofail,x-systemd.device-timeout=30 0 2\n`,
    );
    expect(host.calls('mount')).toEqual([`mount ${host.path('data')}`]);
    expect(host.read('var/log/data.log')).toMatch(
      /^2023-11-14T22:13:20Z .* is blank: making an xfs file system$/m,
    );
  });

  it('keeps the file system of a used volume, whatever its type', () => {
    host = new FakeHost(WORKING);
    host.write(DISK, 'data of last year');
    host.write('state-fs', 'TYPE=ext4');
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(formatted()).toEqual([]);
    expect(host.read(DISK)).toBe('data of last year');
    expect(host.read('etc/fstab')).toContain(`UUID=1111-2222 ${host.path('data')} ext4 `);
  });

  it.each<[string, string, string, RegExp]>([
    ['a partition table', BLANK, "echo 'PTTYPE=gpt'", /no file system, and is left as it is: PTTYPE=gpt/],
    ['a member of a RAID', BLANK, "printf 'TYPE=linux_raid_member\\nUSAGE=raid\\n'", /left as it is/],
    [
      'unknown bytes',
      `${'\0'.repeat(4096)}x${'\0'.repeat(4096)}`,
      'exit 2',
      /not blank: it is left as it is/,
    ],
    ['conflicting signatures', BLANK, 'exit 8', /cannot tell what .* \(exit code 8\)/],
  ])('refuses to format a volume with %s', (_case, content, blkid, reason) => {
    host = new FakeHost({ ...WORKING, blkid });
    host.write(DISK, content);
    const { status, output } = host.boot(cloudConfig());
    expect(status).toBe(1);
    expect(output).toMatch(reason);
    expect(formatted()).toEqual([]);
    expect(host.calls('mount')).toEqual([]);
    expect(host.read(DISK)).toBe(content);
  });

  it('refuses to format a volume that cannot be read', () => {
    host = new FakeHost({ ...WORKING, head: 'echo "Input/output error" >&2; exit 1' });
    host.write(DISK, BLANK);
    const { status, output } = host.boot(cloudConfig());
    expect(status).toBe(1);
    expect(output).toContain('cannot be read');
    expect(formatted()).toEqual([]);
  });

  it('waits for a volume that is attached late', () => {
    host = new FakeHost({
      ...WORKING,
      sleep: `pass "$1"; (($(nth) < 4)) || head -c 1048576 /dev/zero >"$HOST/${DISK}"`,
    });
    host.write('dev/disk/by-id/other', '');
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(host.calls('sleep')).toHaveLength(4);
    expect(formatted()).toHaveLength(1);
  });

  it('fails when the volume never appears, and says how to go on', () => {
    host = new FakeHost(WORKING);
    const { status, output } = host.boot(cloudConfig({ deviceTimeoutSeconds: 60 }));
    expect(status).toBe(1);
    expect(output).toMatch(/did not appear within 60 s; attach it and run .*strata-mount-data again/);
    expect(host.elapsedSeconds()).toBe(60);
    expect(formatted()).toEqual([]);
  });

  it.each([
    ['the name of the attachment', 'dev/sdf'],
    ['its Xen spelling', 'dev/xvdf'],
  ])('finds a volume without an id by %s', (_case, device) => {
    host = new FakeHost(WORKING);
    host.write(device, BLANK);
    expect(
      host.boot(
        renderProcessor({
          deviceName: host.path('dev/sdf'),
          mountPoint: host.path('data'),
          filesystem: 'ext4',
          logFile: host.path('var/log/data.log'),
          paths: host.paths,
        }),
      ).status,
    ).toBe(0);
    expect(formatted()).toEqual([`mkfs.ext4 -q ${host.path(device)}`]);
  });

  it('does nothing when it is run again', () => {
    host = new FakeHost(WORKING);
    host.write(DISK, BLANK);
    host.boot(cloudConfig());
    const table = host.read('etc/fstab');
    expect(host.run(host.path('usr/local/sbin/strata-mount-data')).status).toBe(0);
    expect(formatted()).toHaveLength(1);
    expect(host.calls('mount')).toHaveLength(1);
    expect(host.read('etc/fstab')).toBe(table);
  });

  it('refuses to run beside another run of itself', () => {
    host = new FakeHost({
      ...WORKING,
      'mkfs.xfs': `${MKFS}; "$HOST/usr/local/sbin/strata-mount-data" >"$HOST/second" 2>&1; echo "exit code $?" >>"$HOST/second"`,
    });
    host.write(DISK, BLANK);
    expect(host.boot(cloudConfig()).status).toBe(0);
    expect(host.read('second')).toContain('another run is under way');
    expect(host.read('second')).toContain('exit code 1');
    expect(formatted()).toHaveLength(1);
  });

  it('fails when the file system cannot be made', () => {
    host = new FakeHost({ ...WORKING, 'mkfs.xfs': 'exit 1' });
    host.write(DISK, BLANK);
    expect(host.boot(cloudConfig())).toMatchObject({
      status: 1,
      output: expect.stringContaining('mkfs.xfs failed'),
    });
  });

  it.each<[string, Partial<ProcessorInput>]>([
    ['a device name with a quote', { deviceName: "/dev/sdf'" }],
    ['a mount point with a space', { mountPoint: '/my data' }],
    ['no time to wait', { deviceTimeoutSeconds: 0 }],
  ])('refuses %s', (_case, input) => {
    host = new FakeHost();
    expect(() => cloudConfig(input)).toThrow(UserDataInputError);
  });
});
