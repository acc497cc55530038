import { join, resolve } from 'node:path';
import { confirm, ExitCode, interruptible, type Output } from '@strata/cli-kit';
import type { EnvironmentConfig } from '@strata/config';
import type { Layer } from '@strata/naming';
import { findWorkspaceRoot } from '@strata/toolchain';
import { type CountedReport, diffLayers } from './layers';
import type { LayerOptions } from './prepare';
import { diffExitCode } from './diff-exit-code';
import { printDiff, printReport } from './report';
import { showProgress } from './show-progress';

/** What the layer commands take on the command line. */
export interface CommandOptions {
  readonly env?: string;
  readonly json?: boolean;
  readonly output?: string;
  readonly only?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** Of `diff`: any difference is a missed objective. */
  readonly check?: boolean;
}

/** Runs beside each other must not share an output folder, so each layer that goes alone has its own. */
export function appFor(
  layers: readonly Layer[],
  { only, output }: CommandOptions,
): Pick<LayerOptions, 'app' | 'outDir'> {
  const [layer] = layers;
  const asked = output === undefined ? undefined : resolve(output);
  if (!only || !layer) return { outDir: asked };
  return { app: layer, outDir: asked ?? join(findWorkspaceRoot(), 'cdktf.out', layer) };
}

const STOPPING =
  'Interrupted: layers that are being applied are finished, no other is started. ' +
  'Ctrl-C again stops Terraform in the middle; what it was creating may then exist without being in the state.';
const HURRYING = 'Terraform was told to stop in the middle; it is saving its state. Please wait.';

/** Runs an operation on layers with progress, lets Ctrl-C stop it where nothing is torn, and prints its report. */
export async function runOperation(
  verb: string,
  operation: (layers: readonly Layer[], options: LayerOptions) => Promise<CountedReport>,
  layers: readonly Layer[],
  environment: EnvironmentConfig,
  options: CommandOptions,
  output: Output,
): Promise<void> {
  if (!environment.endpoint && !options.yes) {
    await confirm(`${verb} ${layers.join(', ')} in account ${environment.account}, ${environment.region}?`);
  }
  const progress = await showProgress(layers, output);
  const hurry = new AbortController();
  const report = await interruptible(
    async (signal) => {
      try {
        const done = await operation(layers, {
          environment,
          signal,
          hurry: hurry.signal,
          onEvent: progress.onEvent,
          ...appFor(layers, options),
        });
        await progress.stop();
        // Also after an interrupt: what was finished, and what was not, is what the user needs to know then.
        printReport(done, output);
        return done;
      } finally {
        await progress.stop();
      }
    },
    {
      onFirst: () => output.note(STOPPING),
      onAgain: (times) => {
        hurry.abort();
        output.note(times === 2 ? HURRYING : 'Still waiting for Terraform to save its state.');
      },
    },
  );
  if (report.layers.some(({ status }) => status !== 'done')) process.exitCode = ExitCode.failed;
}

/** Plans layers with progress, and prints what would change. */
export async function runDiff(
  layers: readonly Layer[],
  environment: EnvironmentConfig,
  options: CommandOptions,
  output: Output,
) {
  const progress = await showProgress(layers, output);
  const report = await interruptible((signal) =>
    diffLayers(layers, { environment, signal, onEvent: progress.onEvent, ...appFor(layers, options) }),
  ).finally(() => progress.stop());
  printDiff(report, output);
  process.exitCode = diffExitCode(report, options.check ?? false);
}
