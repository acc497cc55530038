import { resolve } from 'node:path';
import { DaemonStopError } from '../errors';
import { localAwsPaths } from '../paths';
import { readPidFile, releasePidFile } from './pid-file';
import { isLocalAwsProcess, waitForEnd } from './processes';

/** What `down` found and did. */
export interface DownResult {
  readonly dataDir: string;
  /** False when none was running; that is no failure. */
  readonly stopped: boolean;
  /** Process that was stopped. */
  readonly pid?: number;
}

/** Time to close connections before it is killed. Its state is in memory only, so killing loses nothing. */
const GRACE_MS = 10_000;
const KILL_MS = 5_000;

/**
 * Stops the local AWS of a data directory and waits until it is gone. The directory and its files stay.
 * A pid file that a crash left behind is removed; a process that is not ours is never touched.
 *
 * @throws DaemonStopError when it survives being killed
 */
export async function down(options: { readonly dataDir: string }): Promise<DownResult> {
  const dataDir = resolve(options.dataDir);
  const { pidFile } = localAwsPaths(dataDir);
  const record = readPidFile(pidFile);
  if (!record) return { dataDir, stopped: false };
  const { pid } = record;
  if (!isLocalAwsProcess(pid)) {
    releasePidFile(pidFile, pid);
    return { dataDir, stopped: false };
  }
  signal(pid, 'SIGTERM');
  if (!(await waitForEnd(pid, GRACE_MS))) {
    signal(pid, 'SIGKILL');
    if (!(await waitForEnd(pid, KILL_MS))) throw new DaemonStopError(pid, (GRACE_MS + KILL_MS) / 1000);
  }
  releasePidFile(pidFile, pid);
  return { dataDir, stopped: true, pid };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
