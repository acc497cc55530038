import { ExitCode, helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { readJournal } from '../restore/journal-store';
import { isIncomplete, reportText } from '../restore/report';
import { carryOut } from '../restore/run';
import { type Session, withSession } from '../session';
import { ARCHIVE, bucketOf } from '../versions/bucket-of';

interface ResumeOptions extends CommonOptions {
  readonly in: string;
  readonly wait?: boolean;
  readonly overwrite?: boolean;
}

/** `strata archive resume`: goes on with a restore that was interrupted, failed in part, or waits for retrievals. */
export function resumeCommand(): Command {
  return withCommonOptions(new Command('resume'))
    .description('go on with a restore, from its journal')
    .argument('<run>', 'run id, as restore printed it')
    .option('--in <place>', 'bucket that has the journal', ARCHIVE)
    .option('--wait', 'wait for retrievals, for hours')
    .option('--overwrite', 'of a restore to another place: replace what is there and differs')
    .addHelpText(
      'after',
      helpText({
        examples: [['strata archive resume restore-20260302T101500Z-1a2b3c', 'do what is ready by now']],
        exitCodes: [0, 1, 2, 130],
      }),
    )
    .action((run: string, options: ResumeOptions) =>
      withSession(options, (session) => resume(session, run, options)),
    );
}

async function resume(session: Session, runId: string, options: ResumeOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { bucket } = await bucketOf(options.in, environment);
  const { facts, items, outcomes } = await readJournal(connections, bucket, runId, signal);
  const todo = items.filter(({ key }) => outcomes.get(key)?.outcome !== 'done');
  const { wait, overwrite } = options;
  const counts = { unchanged: items.length - todo.length, left: 0, journalled: true };
  const report = await carryOut(connections, facts, todo, counts, { signal, wait, overwrite, recheck: true });
  output.result(report, () => reportText(report));
  if (isIncomplete(report)) process.exitCode = ExitCode.failed;
}
