import { confirm, createOutput, helpText, plural, table, UsageError } from '@strata/cli-kit';
import type { EnvironmentConfig } from '@strata/config';
import { isLayer, type Layer, LAYERS } from '@strata/naming';
import { chosenEnvironment, type CommandLine, withEnvironmentOption } from '@strata/session';
import { Command } from 'commander';
import { applyStateBucket, planStateBucket } from './bucket';
import { LayerNotDeployedError } from './errors';
import { readStates } from './inventory';
import type { LayerState } from './state-file';

/** `strata state`: what Terraform's states say, read straight from their bucket. */
export function stateCommand(): Command {
  const command = new Command('state').description(
    'read the Terraform states; create the bucket that keeps them',
  );
  command.addCommand(listCommand()).addCommand(outputsCommand()).addCommand(bootstrapCommand());
  return command;
}

function listCommand(): Command {
  return withCommonOptions(new Command('list').argument('[layer]', 'only this layer'))
    .description('list the resources of a layer, or how many each layer has')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata state list', 'one line per layer'],
          ['strata state list backbone', 'addresses of its resources, one per line'],
        ],
      }),
    )
    .action(async (name: string | undefined, options: CommandLine) => {
      const output = createOutput(options);
      const config = chosenEnvironment(options);
      if (name !== undefined) {
        const state = await deployedState(config, layerNamed(name));
        output.result({ layer: name, resources: state.resources }, () => `${state.resources.join('\n')}\n`);
        return;
      }
      const states = await readStates(config, LAYERS);
      const rows = LAYERS.map((layer) => {
        const state = states.get(layer);
        return {
          layer,
          deployed: state?.deployed ?? false,
          resources: state?.resources.length ?? 0,
          serial: state?.serial ?? 0,
        };
      });
      output.result({ environment: config.name, layers: rows }, () =>
        table(rows, [
          { title: 'layer', value: (row) => row.layer },
          { title: 'deployed', value: (row) => (row.deployed ? 'yes' : 'no') },
          { title: 'resources', value: (row) => row.resources },
          { title: 'serial', value: (row) => row.serial },
        ]),
      );
    });
}

function outputsCommand(): Command {
  return withCommonOptions(new Command('outputs').argument('<layer>', LAYERS.join(', ')))
    .description('print the outputs of a layer')
    .addHelpText(
      'after',
      helpText({ examples: [['strata state outputs storage --json', 'for a script, e.g. through jq']] }),
    )
    .action(async (name: string, options: CommandLine) => {
      const output = createOutput(options);
      const state = await deployedState(chosenEnvironment(options), layerNamed(name));
      const shown = Object.entries(state.outputs).map(([key, { value, sensitive }]) => ({
        key,
        value: sensitive ? '(sensitive)' : value,
      }));
      output.result(Object.fromEntries(shown.map(({ key, value }) => [key, value])), () =>
        table(shown, [
          { title: 'output', value: (row) => row.key },
          {
            title: 'value',
            value: (row) => (typeof row.value === 'string' ? row.value : JSON.stringify(row.value)),
          },
        ]),
      );
    });
}

function bootstrapCommand(): Command {
  return withCommonOptions(new Command('bootstrap'))
    .description('create the bucket for the states: versioned, encrypted, never public')
    .option('--dry-run', 'print what would be done')
    .option('--yes', 'do it without asking')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata state bootstrap --env production --dry-run', 'what is missing'],
          ['strata state bootstrap --env production', 'show it, ask, do it'],
        ],
        exitCodes: [0, 2, 130],
      }),
    )
    .action(async (options: CommandLine & { dryRun?: boolean; yes?: boolean }) => {
      const output = createOutput(options);
      const config = chosenEnvironment(options);
      const steps = await planStateBucket(config);
      const { bucket } = config.state;
      if (steps.length > 0 && !options.dryRun) {
        for (const { action, reason } of steps) output.note(`${bucket}: ${action} (${reason})`);
        if (!options.yes) await confirm(`Do this to account ${config.account}?`);
        await applyStateBucket(config, steps);
      }
      output.result({ bucket, steps, applied: !options.dryRun }, () => {
        if (steps.length === 0) return `${bucket} is fit for the states; nothing to do.`;
        if (!options.dryRun) return `${bucket}: ${plural(steps.length, 'step')} done.`;
        return table(steps, [
          { title: 'step', value: (step) => step.action },
          { title: 'reason', value: (step) => step.reason },
        ]);
      });
    });
}

function withCommonOptions(command: Command): Command {
  return withEnvironmentOption(command).option('--json', 'print JSON');
}

function layerNamed(name: string): Layer {
  if (isLayer(name)) return name;
  throw new UsageError({ what: 'There is no such layer', got: name, allowed: LAYERS.join(', ') });
}

async function deployedState(config: EnvironmentConfig, layer: Layer): Promise<LayerState> {
  const state = (await readStates(config, [layer])).get(layer);
  if (!state?.deployed) throw new LayerNotDeployedError(layer, config.name);
  return state;
}
