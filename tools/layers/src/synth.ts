import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Layer } from '@strata/naming';
import { SynthError } from './errors';

/** One synthesis. */
export interface Synth {
  /** The app to run: one layer's own, or the one that composes all four. */
  readonly app: Layer | 'platform';
  /** The workspace. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the Terraform code goes: `<outDir>/stacks/<layer>/cdk.tf.json`. */
  readonly outDir: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a CDKTF app as `cdktf synth` does, without the CLI around it: that takes twice the time and hides the app's
 * own error message among its own. The result is what `cdktf deploy --skip-synth` takes.
 *
 * @throws SynthError with the app's message.
 */
export async function synth({ app, root, env, outDir, signal }: Synth): Promise<void> {
  const main = join(root, 'apps', app, 'src', 'main.ts');
  await mkdir(outDir, { recursive: true });
  const tsx = pathToFileURL(createRequire(join(root, 'package.json')).resolve('tsx')).href;
  try {
    await promisify(execFile)(process.execPath, ['--import', tsx, main], {
      cwd: root,
      // As cdktf does: the app's output folder, and no Terraform variables in the app.
      env: { ...env, CDKTF_OUTDIR: outDir },
      maxBuffer: 64 * 1024 * 1024,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const {
      stderr = '',
      stdout = '',
      message,
    } = error as { stderr?: string; stdout?: string; message: string };
    throw new SynthError(`apps/${app}`, stderr.trim() || stdout.trim() || message);
  }
}
