import { spawn } from 'node:child_process';
import { ROOT } from './measure';
import { childrenOf, peakMiB } from './memory';

/** How a program ran. */
export interface ProgramRun {
  readonly seconds: number;
  /** Peak memory of it and all that it has started, each at its own peak, MiB. Linux only. */
  readonly peakMiB: number;
  readonly stdout: string;
}

/** What is remembered of a program's output. */
const KEPT_CHARACTERS = 20_000;

/** Runs a program to its end, and looks at its memory. @throws Error with its output when it fails */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramRun> {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  // Listings of 100,000 lines need to be read, and only their end to be kept.
  child.stdout.on('data', (data: Buffer) => (stdout = (stdout + data.toString()).slice(-KEPT_CHARACTERS)));
  child.stderr.on('data', (data: Buffer) => (stderr = (stderr + data.toString()).slice(-KEPT_CHARACTERS)));
  const peaks = new Map<number, number>();
  const look = async (pid: number): Promise<void> => {
    peaks.set(pid, Math.max(peaks.get(pid) ?? 0, await peakMiB(pid)));
    await Promise.all((await childrenOf(pid)).map(look));
  };
  const sampler = setInterval(() => void look(child.pid ?? 0), 50);
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0)
      throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${stdout}\n${stderr}`);
  } finally {
    clearInterval(sampler);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, peakMiB: [...peaks.values()].reduce((sum, peak) => sum + peak, 0), stdout };
}

/** Whether a program is installed. */
export async function isInstalled(program: string): Promise<boolean> {
  return runProgram(program, ['--version']).then(
    () => true,
    () => false,
  );
}
