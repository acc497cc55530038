import { spawn } from 'node:child_process';
import { findWorkspaceRoot } from '@strata/toolchain';

/** The workspace that is measured. */
export const ROOT = findWorkspaceRoot();

/** Runs a program to its end. @returns seconds. @throws Error with its output when it fails */
export async function timed(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  cwd = ROOT,
): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${text}`);
  return (performance.now() - startedAt) / 1000;
}

/** The middle of several measurements. */
export async function median(times: number, measure: () => Promise<number>): Promise<number> {
  const seconds: number[] = [];
  for (let turn = 0; turn < times; turn++) seconds.push(await measure());
  seconds.sort((one, other) => one - other);
  return seconds[Math.floor(seconds.length / 2)] ?? NaN;
}
