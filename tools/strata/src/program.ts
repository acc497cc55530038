import { helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { version } from '../package.json';

/** The program without its commands. */
export function createProgram(): Command {
  return new Command('strata')
    .description('Layered AWS backups: deploys the platform, runs the backups and proves them.')
    .version(version, '--version', 'print the version')
    .option('--debug', 'show stack traces (also: STRATA_DEBUG=1)')
    .showHelpAfterError('(strata --help lists the commands)')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata demo', 'the whole story on this machine, no AWS account needed'],
          ['strata local up', 'start the local AWS'],
          ['eval "$(strata env)"', 'point this shell, Terraform and cdktf at it'],
          ['strata deploy', 'deploy all layers'],
        ],
        exitCodes: [0, 1, 2, 3, 4, 130],
      }),
    );
}
