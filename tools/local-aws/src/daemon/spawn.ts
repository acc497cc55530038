import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DaemonFailedError, DaemonStartError } from '../errors';
import { readTail } from '../moto/process';
import type { DaemonMessage } from './messages';
import { DAEMON_MAIN } from './processes';

/**
 * Starts the background process and waits until it is ready.
 *
 * @returns its process id and endpoint
 * @throws DaemonFailedError with the process's own message, DaemonStartError when it ended without one
 */
export function spawnDaemon(
  dataDir: string,
  port: number,
  logPath: string,
  log: (message: string) => void,
): Promise<{ pid: number; endpoint: string }> {
  const output = openSync(logPath, 'a');
  const loader = pathToFileURL(require.resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', loader, DAEMON_MAIN, dataDir, String(port)], {
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);

  return new Promise((resolve, reject) => {
    child.on('message', (message: DaemonMessage) => {
      if (message.kind === 'log') return log(message.message);
      if (message.kind === 'failed') return reject(new DaemonFailedError(message.message, message.exitCode));
      // Let go of it: it must neither keep us alive nor end with us.
      child.removeAllListeners();
      child.disconnect();
      child.unref();
      resolve({ pid: child.pid as number, endpoint: message.endpoint });
    });
    child.once('error', (error) => reject(new DaemonStartError(error.message, logPath, readTail(logPath))));
    child.once('exit', (code, signal) => {
      const reason = `the process ended with ${signal ?? `exit code ${code}`}`;
      // A message sent before the end may still be under way.
      setImmediate(() => reject(new DaemonStartError(reason, logPath, readTail(logPath))));
    });
  });
}
