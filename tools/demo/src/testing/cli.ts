import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findWorkspaceRoot } from '@strata/toolchain';

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds `text`. */
  readonly says: (text: string | RegExp) => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
}

/** The workspace under test. */
export const ROOT = findWorkspaceRoot();

/** Starts a program in the workspace, with the environment of this process but for `env`. */
export function start(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd = ROOT,
): Running {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const says = async (text: string | RegExp): Promise<void> => {
    const found = () => (typeof text === 'string' ? stderr.includes(text) : text.test(stderr));
    while (!found()) {
      const next = await Promise.race([
        ended,
        new Promise<void>((later) => child.stderr.once('data', () => later())),
      ]);
      if (next && !found())
        throw new Error(`${program} ended with ${next.code} and never said ${text}:\n${stderr}`);
    }
  };
  return { pid: child.pid ?? 0, ended, says, signal: (name) => void child.kill(name) };
}

/** Runs `./strata …` to its end. */
export function strata(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return start(join(ROOT, 'strata'), args, env).ended;
}
