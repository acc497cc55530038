import { isMountPoint, mountPoints, unmountedPoints } from './mounts';

const FSTAB = `
# device mountpoint type options
UUID=1 / ext4 defaults 0 1
fs-1:/ /mnt/efs efs _netdev,tls 0 0
fs-2:/ /mnt/with\\040space/ nfs4 defaults 0 0
/dev/sdb /backup ext4 noauto 0 0
/dev/sdc none swap sw 0 0
tmpfs /mnt/efs/cache tmpfs defaults 0 0
`;
const mountinfo = (...points: readonly string[]) =>
  points.map((point, at) => `${at} 1 0:${at} / ${point} rw - ext4 /dev/x rw`).join('\n');

it.each<[string, string, string[], string[]]>([
  ['all mounted', '/mnt/efs/share', ['/', '/mnt/efs', '/mnt/efs/cache'], []],
  ['the source itself', '/mnt/efs', ['/'], ['/mnt/efs', '/mnt/efs/cache']],
  ['one above it', '/mnt/efs/share', ['/'], ['/mnt/efs']],
  ['one below it', '/mnt/efs', ['/', '/mnt/efs'], ['/mnt/efs/cache']],
  ['a name that only begins alike', '/mnt/efs-old', ['/'], []],
  ['a name with a space', '/mnt/with space/x', ['/'], ['/mnt/with space']],
  ['noauto above it', '/backup/daily', ['/'], ['/backup']],
  ['noauto below it', '/', ['/', '/mnt/efs', '/mnt/efs/cache', '/mnt/with\\040space'], []],
  ['elsewhere', '/home/me', ['/'], []],
])('finds what of fstab is not mounted: %s', (_, directory, points, expected) => {
  expect(unmountedPoints(directory, { fstab: FSTAB, mountinfo: mountinfo(...points) })).toEqual(expected);
});

it('says nothing where the system does not tell what is mounted', () => {
  expect(unmountedPoints('/mnt/efs', { fstab: FSTAB, mountinfo: undefined })).toEqual([]);
});

it('reads the points of mountinfo, with their escapes', () => {
  expect(mountPoints(mountinfo('/', '/a\\040b'))).toEqual(['/', '/a b']);
});

it.each([
  ['by the table', mountinfo('/', '/proc'), '/proc', true],
  ['by the table', mountinfo('/'), '/proc', false],
  ['by the device', undefined, '/proc', true],
  ['by the device', undefined, __dirname, false],
])('knows a mount point %s', async (_, table, path, expected) => {
  expect(await isMountPoint(path, { fstab: '', mountinfo: table })).toBe(expected);
});
