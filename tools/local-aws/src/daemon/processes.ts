import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The program that runs in the background. */
export const DAEMON_MAIN = join(__dirname, 'serve.ts');

/** What of its path is seen in a process list, whatever clone it runs from. */
const DAEMON_MARK = join('local-aws', 'src', 'daemon', 'serve.ts');

/** Whether a process exists (a zombie counts as gone: it only waits for its parent to look). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

/** Whether a process is a background local AWS: by its command line, for pid files outlive crashes and ids are reused. */
export function isLocalAwsProcess(pid: number): boolean {
  return isAlive(pid) && commandLine(pid).includes(DAEMON_MARK);
}

/** Waits for a process to end; false when it is still there after `timeoutMs`. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // No /proc (macOS): ask ps.
  }
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
