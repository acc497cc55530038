import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `snapshots …` in a process of its own. */
export interface Program {
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds `text`; rejects when the program ends without. */
  says(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts `snapshots <args>` against a local AWS, in the environment `local`. */
export function startSnapshots(args: readonly string[], endpoint: string): Program {
  const program = [require.resolve('tsx/cjs'), join(__dirname, 'main.ts')] as const;
  const child = spawn(process.execPath, ['--require', ...program, ...args], {
    env: { ...process.env, STRATA_ENDPOINT: endpoint, STRATA_ENV: 'local' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    ended,
    async says(text) {
      while (!stderr.includes(text)) {
        const next = await Promise.race([
          ended,
          new Promise<undefined>((later) => child.stderr.once('data', () => later(undefined))),
        ]);
        if (next && !stderr.includes(text))
          throw new Error(`ended with ${next.code}, without ${text}:\n${stderr}`);
      }
    },
    kill: (signal) => void child.kill(signal),
  };
}
