import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a system says of its mounts, as texts of its files. */
export interface MountTables {
  /** Of fstab(5): what should be mounted. */
  readonly fstab: string;
  /** Of /proc/self/mountinfo, see proc_pid_mountinfo(5): what is. Undefined where there is none, as on macOS. */
  readonly mountinfo: string | undefined;
}

/**
 * Mount points that bear on a directory and are not mounted, by fstab: the directory itself, those above it, and those
 * below it but for `noauto` ones.
 *
 * @param directory absolute, without links
 */
export function unmountedPoints(directory: string, { fstab, mountinfo }: MountTables): string[] {
  if (mountinfo === undefined) return [];
  const mounted = new Set(mountPoints(mountinfo));
  return fstab
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([device = '#', point = '']) => !device.startsWith('#') && point.startsWith('/'))
    .map(([, point = '', , options = '']) => ({ point: tidy(point), options: options.split(',') }))
    .filter(({ point, options }) => {
      if (mounted.has(point)) return false;
      return isWithin(directory, point) || (isWithin(point, directory) && !options.includes('noauto'));
    })
    .map(({ point }) => point);
}

/** The points where something is mounted now. */
export function mountPoints(mountinfo: string): string[] {
  return mountinfo
    .split('\n')
    .map((line) => line.split(' ')[4])
    .filter((point) => point !== undefined)
    .map(tidy);
}

/** Reads the tables of this machine; what is not there is empty. */
export async function readMountTables(): Promise<MountTables> {
  const text = (path: string) => readFile(path, 'utf8').catch(() => undefined);
  return { fstab: (await text('/etc/fstab')) ?? '', mountinfo: await text('/proc/self/mountinfo') };
}

/** Whether something is mounted at a directory itself. @throws Error of the file system */
export async function isMountPoint(directory: string, { mountinfo }: MountTables): Promise<boolean> {
  const real = await realpath(directory);
  if (mountinfo !== undefined) return mountPoints(mountinfo).includes(real);
  const [own, above] = await Promise.all([stat(real), stat(dirname(real))]);
  return own.dev !== above.dev;
}

/** Both tables write spaces and the like as `\040`. */
function tidy(point: string): string {
  const text = point.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
  return text.length > 1 ? text.replace(/\/+$/, '') : text;
}

function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(above === '/' ? '/' : `${above}/`);
}
