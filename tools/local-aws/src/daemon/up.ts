import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PortTakenError } from '../errors';
import { localAwsPaths } from '../paths';
import { portOwner } from './health';
import { spawnDaemon } from './spawn';
import { status } from './status';

/** Which local AWS to start. */
export interface UpOptions {
  readonly dataDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Takes one-line progress messages. @default none */
  readonly log?: (message: string) => void;
}

/** A local AWS in the background. */
export interface UpResult {
  readonly endpoint: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Its log file. */
  readonly logFile: string;
  /** True when it was there before. */
  readonly alreadyRunning: boolean;
  /** Milliseconds until it was ready. */
  readonly ms: number;
}

/**
 * Starts a local AWS in the background and waits until it is ready; one that already serves from this directory is
 * answered as it is.
 *
 * @throws PortTakenError (2), DataDirInUseError (2), DaemonFailedError, DaemonStartError (1): nothing is left running
 */
export async function up(options: UpOptions): Promise<UpResult> {
  const begun = Date.now();
  const dataDir = resolve(options.dataDir);
  const { daemonLog } = localAwsPaths(dataDir);
  const running = await status({ dataDir });
  const done = (pid: number, endpoint: string, alreadyRunning: boolean): UpResult => {
    return { endpoint, pid, dataDir, logFile: daemonLog, alreadyRunning, ms: Date.now() - begun };
  };
  if (running.running) return done(running.pid, running.endpoint, true);

  if (options.port !== 0) {
    const owner = await portOwner(options.port);
    if (owner.kind === 'other') throw new PortTakenError(options.port);
    if (owner.kind === 'local-aws') {
      const { dataDir: theirs, pid } = owner.health;
      throw new PortTakenError(options.port, `the local AWS that serves from ${theirs} (process ${pid})`);
    }
  }
  await mkdir(dataDir, { recursive: true });
  try {
    const { pid, endpoint } = await spawnDaemon(
      dataDir,
      options.port,
      daemonLog,
      options.log ?? (() => undefined),
    );
    return done(pid, endpoint, false);
  } catch (error) {
    // Another `up` for the same directory was faster; its process is the one that was wanted.
    const faster = await status({ dataDir });
    if (faster.running) return done(faster.pid, faster.endpoint, true);
    throw error;
  }
}
