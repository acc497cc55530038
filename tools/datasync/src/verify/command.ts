import { ExitCode, helpText, UsageError } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { withAbortableSession } from '../session';
import type { Depth } from './comparison';
import { verifyJson, verifyText } from './report';
import { isClean, runVerify } from './run';

interface VerifyOptions extends CommonOptions {
  readonly sample?: string;
  readonly seed?: string;
  readonly full?: boolean;
  readonly mount?: string;
}

/** `strata datasync verify`: whether the archive holds what the share does. */
export function verifyCommand(): Command {
  return withCommonOptions(new Command('verify'))
    .description('compare the archive with the share, or, where it is not mounted, with the newest backup')
    .option(
      '--mount <path>',
      'where the file system is mounted here, seen through the access point of the task',
    )
    .option('--sample <n>', 'also metadata and content of n files')
    .option('--seed <text>', 'which files: the same seed chooses the same ones (default: the date)')
    .option('--full', 'also metadata and content of all files; reads the whole archive')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata datasync verify --mount /mnt/efs', 'names, sizes and times'],
          ['strata datasync verify --mount /mnt/efs --sample 200', 'and 200 files byte for byte'],
          ['strata datasync verify', 'without the share: what the newest run and the objects tell'],
        ],
      }),
    )
    .action((options: VerifyOptions) => {
      // What makes no sense is told before anything is asked.
      const depth = depthOf(options, new Date());
      return withAbortableSession(options, async ({ connections, output, taskArn, signal }) => {
        const report = await runVerify(connections, taskArn, { mount: options.mount, depth, signal });
        output.result(verifyJson(report), () => verifyText(report));
        if (!isClean(report)) process.exitCode = ExitCode.failed;
      });
    });
}

/**
 * How thorough a verification is to be. Pure.
 *
 * @param now gives the seed where none is given
 * @throws UsageError
 */
export function depthOf(
  { sample, seed, full }: Pick<VerifyOptions, 'sample' | 'seed' | 'full'>,
  now: Date,
): Depth {
  if (sample !== undefined && full) {
    throw new UsageError({ what: '--sample and --full do not go together', allowed: 'one of them' });
  }
  if (seed !== undefined && sample === undefined) {
    throw new UsageError({ what: '--seed chooses the files of a sample', fix: 'Give --sample N too.' });
  }
  if (full) return { kind: 'full' };
  if (sample === undefined) return { kind: 'listing' };
  if (!/^[1-9]\d{0,5}$/.test(sample)) {
    throw new UsageError({ what: '--sample is no number of files', got: sample, allowed: '1 to 999999' });
  }
  return { kind: 'sample', size: Number(sample), seed: seed ?? now.toISOString().slice(0, 10) };
}
