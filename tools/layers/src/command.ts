import { join, resolve } from 'node:path';
import {
  createOutput,
  confirm,
  ExitCode,
  helpText,
  interruptible,
  type Output,
  UsageError,
} from '@strata/cli-kit';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { isLayer, type Layer, LAYERS } from '@strata/naming';
import { findWorkspaceRoot } from '@strata/toolchain';
import { Command } from 'commander';
import { askedLayers } from './asked-layers';
import { type CountedReport, deployLayers, destroyLayers, diffLayers, inOrder } from './layers';
import type { LayerOptions } from './prepare';
import { handlePulledIn } from './pulled-in';
import { printDiff, printReport } from './report';
import { showProgress } from './show-progress';
import { synthLayers } from './synth-layers';

interface Options {
  readonly env?: string;
  readonly json?: boolean;
  readonly output?: string;
  readonly only?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** `strata deploy`. */
export function deployCommand(): Command {
  return layersCommand('deploy', 'deploy layers in dependency order')
    .option('--dry-run', 'show what would change, as `strata diff` does')
    .option('--yes', 'in a real account: do not ask')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata deploy', 'all four layers; compute and storage side by side'],
          ['strata deploy compute', 'one layer; what it reads must be deployed'],
          ['strata deploy --env production --dry-run', 'what would change in production'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action(async (names: string[], options: Options) => {
      const { output, environment, layers } = begin(names, options);
      if (options.dryRun) return runDiff(layers, environment, options, output);
      if (
        options.only &&
        (await handlePulledIn('deploy', layers, environment, askedLayers(process.env), output))
      )
        return;
      await run('Deploy', deployLayers, layers, environment, options, output);
    });
}

/** `strata destroy`. */
export function destroyCommand(): Command {
  return layersCommand('destroy', 'destroy layers against dependency order')
    .option('--yes', 'in a real account: do not ask')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata destroy', 'all four layers'],
          ['strata destroy backup', 'one layer; refused while another layer reads it'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action(async (names: string[], options: Options) => {
      const { output, environment, layers } = begin(names, options);
      if (
        options.only &&
        (await handlePulledIn('destroy', layers, environment, askedLayers(process.env), output))
      )
        return;
      await run('Destroy', destroyLayers, layers, environment, options, output);
    });
}

/** `strata diff`. */
export function diffCommand(): Command {
  return layersCommand('diff', 'show what a deployment would change')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata diff', 'all layers'],
          ['strata diff storage', 'one layer'],
        ],
      }),
    )
    .action(async (names: string[], options: Options) => {
      const { output, environment, layers } = begin(names, options);
      await runDiff(layers, environment, options, output);
    });
}

/** `strata synth`. */
export function synthCommand(): Command {
  return layersCommand('synth', 'write the Terraform code of the layers')
    .addHelpText('after', helpText({ examples: [['strata synth', 'all layers, into cdktf.out/stacks/']] }))
    .action(async (names: string[], options: Options) => {
      const { output, environment, layers } = begin(names, options);
      const files = await synthLayers(layers, { environment, ...appFor(layers, options) });
      output.result(files, () => files.map(({ file }) => file).join('\n'));
    });
}

function layersCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('[layers...]', `${LAYERS.join(', ')} (default: all)`)
    .option(
      '--env <name>',
      'environment, by the name of its file in config/ (default: $STRATA_ENV, else local)',
    )
    .option('--only', "use the layer's own app, and cdktf.out/<layer>: what `npx nx <target> <layer>` runs")
    .option('--output <dir>', 'where the Terraform code goes (default: cdktf.out)')
    .option('--json', 'print JSON');
}

function begin(names: readonly string[], options: Options) {
  const unknown = names.filter((name) => !isLayer(name));
  if (unknown.length > 0) {
    throw new UsageError({
      what: 'There is no such layer',
      got: unknown.join(', '),
      allowed: LAYERS.join(', '),
    });
  }
  if (options.only && names.length !== 1) {
    throw new UsageError({ what: '--only takes one layer', got: names.join(' ') || 'none' });
  }
  const environment = loadEnvironment(options.env === undefined ? {} : { name: options.env });
  const output = createOutput({ json: options.json });
  return { output, environment, layers: names.length === 0 ? [...LAYERS] : inOrder(names.filter(isLayer)) };
}

/** Runs beside each other must not share an output folder, so each layer that goes alone has its own. */
function appFor(layers: readonly Layer[], { only, output }: Options): Pick<LayerOptions, 'app' | 'outDir'> {
  const [layer] = layers;
  const asked = output === undefined ? undefined : resolve(output);
  if (!only || !layer) return { outDir: asked };
  return { app: layer, outDir: asked ?? join(findWorkspaceRoot(), 'cdktf.out', layer) };
}

async function run(
  verb: string,
  operation: (layers: readonly Layer[], options: LayerOptions) => Promise<CountedReport>,
  layers: readonly Layer[],
  environment: EnvironmentConfig,
  options: Options,
  output: Output,
): Promise<void> {
  if (!environment.endpoint && !options.yes) {
    await confirm(`${verb} ${layers.join(', ')} in account ${environment.account}, ${environment.region}?`);
  }
  const progress = await showProgress(layers, output);
  const report = await interruptible(
    async (signal) => {
      try {
        const done = await operation(layers, {
          environment,
          signal,
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
      onFirst: () =>
        output.note('Interrupted: Terraform finishes what is under way and saves its state. Please wait.'),
      onAgain: () =>
        output.note('Still waiting for Terraform to save its state; ending it now could lose resources.'),
    },
  );
  if (report.layers.some(({ status }) => status !== 'done')) process.exitCode = ExitCode.failed;
}

async function runDiff(
  layers: readonly Layer[],
  environment: EnvironmentConfig,
  options: Options,
  output: Output,
) {
  const progress = await showProgress(layers, output);
  const report = await interruptible((signal) =>
    diffLayers(layers, { environment, signal, onEvent: progress.onEvent, ...appFor(layers, options) }),
  ).finally(() => progress.stop());
  printDiff(report, output);
  if (report.layers.some(({ status }) => status !== 'done')) process.exitCode = ExitCode.failed;
}
