import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that is soon full. */
export interface SmallDisk {
  readonly path: string;
  /** Gives it another size, bytes. */
  resize(bytes: number): void;
  remove(): void;
}

/** Root itself, and in continuous integration sudo, which asks for no password there; nobody else is asked for one. */
const AS_ROOT = process.getuid?.() !== 0 && process.env['CI'] ? ['sudo', '-n'] : [];

/** Why there cannot be one here; undefined where there can. Only root may mount, and a container's root not always. */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux (tmpfs)';
  if (process.getuid?.() !== 0 && AS_ROOT.length === 0) return 'it needs root, to mount a tmpfs';
  try {
    makeSmallDisk(4096).remove();
    return undefined;
  } catch (error) {
    return `it needs to mount a tmpfs: ${(error as Error).message.split('\n').join(' ')}`;
  }
}

/** Mounts one. @param bytes rounded up to pages of 4 KiB @throws Error where it may not */
export function makeSmallDisk(bytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'strata-small-disk-'));
  const mount = (options: string) => runAsRoot('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', path);
  try {
    mount(`size=${bytes},mode=0700,uid=${process.getuid?.()},gid=${process.getgid?.()}`);
  } catch (error) {
    rmdirSync(path);
    throw error;
  }
  return {
    path,
    resize: (size) => mount(`remount,size=${size}`),
    remove() {
      runAsRoot('umount', path);
      rmdirSync(path);
    },
  };
}

function runAsRoot(...command: readonly string[]): void {
  const [program = '', ...args] = [...AS_ROOT, ...command];
  execFileSync(program, args, { stdio: 'pipe' });
}
