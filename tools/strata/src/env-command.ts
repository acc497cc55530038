import { join } from 'node:path';
import { createOutput, exitCodeOf, helpText } from '@strata/cli-kit';
import { environmentVariables } from '@strata/layers-tool/environment';
import { findTerraform, findWorkspaceRoot, terraformEnvironment, type Terraform } from '@strata/toolchain';
import { chosenEnvironment, withEnvironmentOption } from '@strata/session';
import { Command } from 'commander';
import { shellLines } from './shell-lines';

interface Options {
  readonly env?: string;
  readonly json?: boolean;
}

/** `strata env`: prints what points a shell at an environment. */
export function envCommand(): Command {
  return withEnvironmentOption(new Command('env'))
    .description('print shell commands that point cdktf, Terraform, Nx and the AWS CLI at an environment')
    .option('--json', 'print JSON: {"set": {…}, "unset": […]}')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['eval "$(strata env)"', 'point this shell at the local AWS'],
          ['eval "$(strata env --env production)"', 'at a real environment; credentials stay your own'],
        ],
        exitCodes: [0, 2],
      }),
    )
    .action(async (options: Options) => {
      const config = chosenEnvironment(options);
      const output = createOutput({ json: options.json });
      const { set, unset } = environmentVariables(config);
      const workDir = join(findWorkspaceRoot(), '.strata', 'terraform');
      const terraform = await terraformIfAny(output.note);
      const toolchain = terraformEnvironment({ workDir, terraform });
      const changes = { set: { ...set, ...toolchain.variables }, unset };
      output.result(changes, () => shellLines(changes));
    });
}

/** The AWS part of the environment is worth having without Terraform too; its user is told. */
async function terraformIfAny(note: (line: string) => void): Promise<Terraform | undefined> {
  try {
    return await findTerraform();
  } catch (error) {
    if (exitCodeOf(error) === undefined) throw error;
    note(`warning: ${(error as Error).message}`);
    return undefined;
  }
}
