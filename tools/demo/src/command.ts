import { join, resolve } from 'node:path';
import { createOutput, helpText, interruptible } from '@strata/cli-kit';
import { findTerraform, findWorkspaceRoot } from '@strata/toolchain';
import { Command } from 'commander';
import { FilesFolderError } from './errors';
import { listFolder } from './folder';
import { type DemoPlan, isRefusal, planDemo } from './plan';
import { reportJson, reportText } from './report';
import { runDemo } from './run-demo';

interface Options {
  readonly files?: string;
  readonly keep?: boolean;
  readonly json?: boolean;
}

/** `strata demo`. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'deploy all layers into a local AWS of its own, back real files up, verify each byte, destroy',
    )
    .option('--files <dir>', 'folder to back up; it is only read (default: docs/ of this repository)')
    .option('--keep', 'leave the platform running at the end, and say how to go on')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata demo', 'the whole story, in a few minutes'],
          ['strata demo --files ~/Documents', 'with files of your own'],
          ['strata demo --keep', 'and look around afterwards'],
        ],
        exitCodes: [0, 1, 2, 130],
      }),
    )
    .action(async (options: Options) => {
      const output = createOutput({ json: options.json });
      const source = resolve(options.files ?? join(findWorkspaceRoot(), 'docs'));
      const plan = await planFolder(source);
      for (const { path, reason } of plan.leftOut) output.note(`left out: ${path}: ${reason}`);
      // Before anything is started: what is missing is told at once.
      await findTerraform(process.env);
      const hurry = new AbortController();
      const report = await interruptible(
        (signal) =>
          runDemo({ source, plan, keep: options.keep ?? false }, output, { signal, hurry: hurry.signal }),
        {
          onFirst: () =>
            output.note('Interrupted: Terraform saves its state, then everything stops. Please wait.'),
          onAgain: () => {
            output.note('Stopping as fast as is safe.');
            hurry.abort();
          },
        },
      );
      output.result(reportJson(report), () => reportText(report));
    });
}

async function planFolder(source: string): Promise<DemoPlan> {
  const plan = planDemo(await listFolder(source));
  if (!isRefusal(plan)) return plan;
  const what =
    plan.reason === 'empty'
      ? 'The folder to back up holds no file'
      : 'The folder to back up holds files that you may not read';
  const got = plan.reason === 'empty' ? source : plan.paths.slice(0, 10).join(', ');
  throw new FilesFolderError({ what, got, fix: 'Name another: ./strata demo --files DIR' }, 2);
}
