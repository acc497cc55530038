/**
 * The background process of `strata local up`: `serve.ts <data directory> <port>`.
 * It tells its starter over the IPC channel how the start goes ({@link DaemonMessage}) and then lives on its own.
 */
import { DataDirInUseError } from '../errors';
import { localAwsPaths } from '../paths';
import { startLocalAws } from '../start';
import type { DaemonMessage } from './messages';
import { claimPidFile, releasePidFile, updatePidFile, type PidRecord } from './pid-file';
import { isLocalAwsProcess } from './processes';

async function serve(dataDir: string, port: number): Promise<void> {
  const { pidFile } = localAwsPaths(dataDir);
  const record: PidRecord = { pid: process.pid, endpoint: '', startedAt: new Date().toISOString() };
  const holder = claimPidFile(pidFile, record, isLocalAwsProcess);
  if (holder) throw new DataDirInUseError(dataDir, holder.pid, holder.endpoint);
  process.once('exit', () => releasePidFile(pidFile, process.pid));

  let ready = false;
  // The starter gave up (Ctrl-C) before we were ready: nobody would know about us.
  process.once('disconnect', () => ready || process.exit(130));
  const aws = await startLocalAws({ dataDir, port, log });
  updatePidFile(pidFile, { ...record, endpoint: aws.endpoint });
  ready = true;
  log(`ready at ${aws.endpoint}`);
  tell({ kind: 'ready', endpoint: aws.endpoint });

  const end = (reason: string, code: number) => {
    log(reason);
    void aws.stop().then(() => process.exit(code));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => end(`stopped by ${signal}`, 0));
  }
  void aws.broken.then(() => end('moto ended by itself: see moto.log', 1));
}

function log(message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${message}\n`);
  tell({ kind: 'log', message });
}

function tell(message: DaemonMessage): void {
  if (process.connected) process.send?.(message);
}

const [dataDir = '', port = ''] = process.argv.slice(2);
serve(dataDir, Number(port)).catch((error: Error & { exitCode?: number }) => {
  process.stderr.write(`${error.stack}\n`);
  tell({ kind: 'failed', message: error.message, exitCode: error.exitCode ?? 1 });
  process.exitCode = 1;
  process.disconnect?.();
});
