import { createOutput, helpText, UsageError } from '@strata/cli-kit';
import { isLayer, LAYERS } from '@strata/naming';
import { chosenEnvironment, withEnvironmentOption } from '@strata/session';
import { Command } from 'commander';
import { askedLayers } from './asked-layers';
import { deployLayers, destroyLayers, inOrder } from './layers';
import { handlePulledIn } from './pulled-in';
import { appFor, type CommandOptions, runDiff, runOperation } from './run-command';
import { synthLayers } from './synth-layers';

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
    .action(async (names: string[], options: CommandOptions) => {
      const { output, environment, layers } = begin(names, options);
      if (options.dryRun) return runDiff(layers, environment, options, output);
      if (
        options.only &&
        (await handlePulledIn('deploy', layers, environment, askedLayers(process.env), output))
      )
        return;
      await runOperation('Deploy', deployLayers, layers, environment, options, output);
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
    .action(async (names: string[], options: CommandOptions) => {
      const { output, environment, layers } = begin(names, options);
      if (
        options.only &&
        (await handlePulledIn('destroy', layers, environment, askedLayers(process.env), output))
      )
        return;
      await runOperation('Destroy', destroyLayers, layers, environment, options, output);
    });
}

/** `strata diff`. */
export function diffCommand(): Command {
  return layersCommand('diff', 'show what a deployment would change')
    .option(
      '--check',
      'end with 4 when anything would change, or cannot be planned: for scheduled drift checks',
    )
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata diff', 'all layers'],
          ['strata diff storage', 'one layer'],
          ['strata diff --check', 'is what is deployed what the code says?'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action(async (names: string[], options: CommandOptions) => {
      const { output, environment, layers } = begin(names, options);
      await runDiff(layers, environment, options, output);
    });
}

/** `strata synth`. */
export function synthCommand(): Command {
  return layersCommand('synth', 'write the Terraform code of the layers')
    .addHelpText('after', helpText({ examples: [['strata synth', 'all layers, into cdktf.out/stacks/']] }))
    .action(async (names: string[], options: CommandOptions) => {
      const { output, environment, layers } = begin(names, options);
      const files = await synthLayers(layers, { environment, ...appFor(layers, options) });
      output.result(files, () => files.map(({ file }) => file).join('\n'));
    });
}

function layersCommand(name: string, description: string): Command {
  const command = new Command(name)
    .description(description)
    .argument('[layers...]', `${LAYERS.join(', ')} (default: all)`);
  return withEnvironmentOption(command)
    .option('--only', "use the layer's own app, and cdktf.out/<layer>: what `npx nx <target> <layer>` runs")
    .option('--output <dir>', 'where the Terraform code goes (default: cdktf.out)')
    .option('--json', 'print JSON');
}

function begin(names: readonly string[], options: CommandOptions) {
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
  const environment = chosenEnvironment(options);
  const output = createOutput({ json: options.json });
  return { output, environment, layers: names.length === 0 ? [...LAYERS] : inOrder(names.filter(isLayer)) };
}
