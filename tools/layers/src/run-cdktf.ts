import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { followFile } from './follow-file';
import { TerraformInterrupter } from './interrupt-terraform';

/** One run of the cdktf CLI. */
export interface CdktfRun {
  readonly args: readonly string[];
  /** The workspace; cdktf's working directory. */
  readonly root: string;
  /** The whole environment of cdktf and of Terraform below it. */
  readonly env: NodeJS.ProcessEnv;
  /** Where all output is kept; replaced when it exists. */
  readonly logFile: string;
  readonly onLine: (line: string) => void;
  /** Interrupts Terraform, once: it cancels what is under way, saves its state and frees its lock. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs cdktf and answers its exit code.
 *
 * It runs in a session of its own and prints into a file. So a Ctrl-C on the terminal, or the end of this process,
 * does not tear it down in the middle: cdktf dies at once of a SIGINT and takes the pseudo-terminal of its Terraform
 * with it, which kills Terraform (SIGHUP) before it has saved its state. Measured with cdktf 0.21.
 */
export async function runCdktf(run: CdktfRun): Promise<number> {
  const binary = realpathSync(join(run.root, 'node_modules', '.bin', 'cdktf'));
  mkdirSync(dirname(run.logFile), { recursive: true });
  const log = openSync(run.logFile, 'w');
  const child = spawn(process.execPath, [binary, ...run.args], {
    cwd: run.root,
    // Ink, which draws for cdktf, prints plain lines when CI is set.
    env: { ...run.env, CI: '1', FORCE_COLOR: '0', TF_IN_AUTOMATION: '1' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  let ended = false;
  const exit = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => (ended = true));
  closeSync(log);
  const interrupter = new TerraformInterrupter(child.pid ?? 0, run.env['TERRAFORM_BINARY_NAME']);
  const onAbort = (): void => interrupter.begin();
  if (run.signal?.aborted) onAbort();
  run.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.all([exit, followFile(run.logFile, () => ended, run.onLine)]);
    return await exit;
  } finally {
    run.signal?.removeEventListener('abort', onAbort);
    interrupter.end();
  }
}
