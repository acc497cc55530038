import { PINNED_MOTO } from './moto/version';

/** moto is nowhere on this machine and could not be installed. Nothing was started. */
export class MotoMissingError extends Error {
  readonly exitCode = 2;
  constructor(tried: readonly string[]) {
    super(
      'The local AWS needs moto (Python), and it was not found.\n' +
        `Tried: ${tried.join('; ')}.\n` +
        `Install it with: python3 -m pip install "moto[server]==${PINNED_MOTO}"   (Python 3.9 or newer)`,
    );
    this.name = 'MotoMissingError';
  }
}

/** moto was found but did not come up. Nothing is left running. */
export class MotoStartError extends Error {
  readonly exitCode = 1;
  constructor(reason: string, logPath: string, logTail: string) {
    super(`moto did not start: ${reason}. Its log is ${logPath}${logTail ? `, ending in:\n${logTail}` : ''}`);
    this.name = 'MotoStartError';
  }
}

/** The gateway's port belongs to another program. Nothing was started. */
export class PortTakenError extends Error {
  readonly exitCode = 2;
  constructor(port: number, owner = 'another program') {
    super(
      `Port ${port} on 127.0.0.1 is taken by ${owner}, so the local AWS was not started.\n` +
        'Free that port, or choose another with --port <number> (0 takes any free one).',
    );
    this.name = 'PortTakenError';
  }
}

/** A local AWS is already serving from the data directory that another one was asked to use. */
export class DataDirInUseError extends Error {
  readonly exitCode = 2;
  constructor(dataDir: string, pid: number, endpoint: string) {
    super(
      `${dataDir} is in use by the local AWS of process ${pid}${endpoint ? ` at ${endpoint}` : ', which is starting'}.\n` +
        'Stop that one first (strata local down), or choose another directory with --data-dir.',
    );
    this.name = 'DataDirInUseError';
  }
}

/** The background process could not start and said why; its exit code is the cause's. */
export class DaemonFailedError extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
    this.name = 'DaemonFailedError';
  }
}

/** The background process ended without a word while it was starting. */
export class DaemonStartError extends Error {
  readonly exitCode = 1;
  constructor(reason: string, logPath: string, logTail: string) {
    super(
      `The local AWS did not start: ${reason}. Its log is ${logPath}${logTail ? `, ending in:\n${logTail}` : ''}`,
    );
    this.name = 'DaemonStartError';
  }
}

/** The background process was told to stop and is still there. */
export class DaemonStopError extends Error {
  readonly exitCode = 1;
  constructor(pid: number, seconds: number) {
    super(
      `The local AWS (process ${pid}) did not end within ${seconds} s, not even when killed. ` +
        'Look at it with: ps -p ' +
        pid,
    );
    this.name = 'DaemonStopError';
  }
}

/** A running local AWS was asked for, and none runs on the data directory. Nothing was changed. */
export class NotRunningError extends Error {
  readonly exitCode = 2;
  constructor(dataDir: string) {
    super(
      `No local AWS runs on ${dataDir}, so there is nothing to change or show.\n` +
        'Start one with: strata local up   (it takes the same flags), or name another directory with --data-dir.',
    );
    this.name = 'NotRunningError';
  }
}
