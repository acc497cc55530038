import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { localEnvironment } from './environment';

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program in a process of its own. */
export interface Program {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds `text`; rejects when the program ends without. */
  says(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a program against a local AWS, in the environment `local`.
 *
 * @param main path of its TypeScript
 * @param env more of its environment, such as `TMPDIR`
 */
export function startProgram(
  main: string,
  args: readonly string[],
  endpoint: string,
  env: NodeJS.ProcessEnv = {},
): Program {
  const child = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), main, ...args], {
    env: { ...process.env, ...localEnvironment(endpoint), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...printed }));
  });
  return {
    child,
    ended,
    async says(text) {
      while (!printed.stderr.includes(text)) {
        const next = await Promise.race([
          ended,
          new Promise<undefined>((later) => child.stderr.once('data', () => later(undefined))),
        ]);
        if (next && !printed.stderr.includes(text))
          throw new Error(`ended with ${next.code}, without ${text}:\n${printed.stderr}`);
      }
    },
    kill: (signal) => void child.kill(signal),
  };
}
