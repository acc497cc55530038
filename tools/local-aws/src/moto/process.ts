import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MotoStartError } from '../errors';

/** A moto server that runs. */
export interface MotoProcess {
  /** Base URL, loopback. */
  readonly endpoint: string;
  readonly pid: number;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs moto and ends it when our end of its input closes, which the kernel sees to even when we are killed:
 * a watcher waits for the end of the pipe, while `exec` keeps the process id. Works with any POSIX shell.
 */
const TIED_TO_PARENT = 'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) & exec "$@" </dev/null 3<&-';

const READY_TIMEOUT_MS = 30_000;

/**
 * Starts moto on a free loopback port and waits until it listens.
 *
 * @param command the program with its leading arguments
 * @param logPath takes everything that moto prints; overwritten
 * @throws MotoStartError when it ends or stays silent for 30 s
 */
export async function startMoto(
  command: readonly string[],
  environment: Record<string, string | undefined>,
  logPath: string,
): Promise<MotoProcess> {
  // Between asking for a free port and taking it another process may be faster: then once more.
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(command, environment, logPath, await freePort());
    } catch (error) {
      if (attempt === 3 || !/address already in use/i.test(readTail(logPath))) throw error;
    }
  }
}

async function startOnce(
  command: readonly string[],
  environment: Record<string, string | undefined>,
  logPath: string,
  port: number,
): Promise<MotoProcess> {
  const log = openSync(logPath, 'w');
  // Its own process group: Ctrl-C in the terminal reaches us only, and we end moto last.
  const child = spawn(
    '/bin/sh',
    ['-c', TIED_TO_PARENT, 'sh', ...command, '-H', '127.0.0.1', '-p', String(port)],
    {
      stdio: ['pipe', log, log],
      env: environment,
      detached: true,
    },
  );
  closeSync(log);
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  }).then(() => {
    running = false;
    // Lets the watcher go too.
    child.stdin?.destroy();
  });
  child.stdin?.on('error', () => undefined);

  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (running && Date.now() < deadline) {
    if (await isListening(port)) {
      return {
        endpoint: `http://127.0.0.1:${port}`,
        pid: child.pid as number,
        ended,
        stop: () => stop(child, ended),
      };
    }
    await sleep(25);
  }
  const reason = running ? `it did not listen within ${READY_TIMEOUT_MS / 1000} s` : 'it ended at once';
  await stop(child, ended);
  throw new MotoStartError(reason, logPath, readTail(logPath));
}

/** moto keeps nothing that is worth a farewell, so its whole process group is killed. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL');
    }
  }
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

/** Last kilobytes of a log, for error messages. */
export function readTail(path: string, bytes = 2000): string {
  try {
    return readFileSync(path, 'utf8').slice(-bytes).trim();
  } catch {
    return '';
  }
}
