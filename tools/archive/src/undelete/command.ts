import { ExitCode, helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { listVersionsUnder } from '../gateway/list-versions';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { bucketOf } from '../versions/bucket-of';
import { instantOf, refuseFuture } from '../versions/instant';
import { keyText, printEach } from '../versions/print';
import { planUndelete, type UndeleteStep } from './plan';
import { runUndelete, type UndeleteResult } from './run';

interface UndeleteOptions extends CommonOptions {
  readonly since?: Date;
  readonly dryRun?: boolean;
}

/** `strata archive undelete`: removes delete markers, so that what lies beneath shows again. */
export function undeleteCommand(): Command {
  return withCommonOptions(new Command('undelete'))
    .description('bring deleted keys back by removing their delete markers')
    .argument('<prefix>', 's3://bucket/prefix, or archive:prefix: a key, or what lies under it')
    .option('--since <time>', 'only what was deleted since then: ISO 8601 with its zone', (text: string) =>
      instantOf(text, '--since'),
    )
    .option('--dry-run', 'print what would come back, and remove nothing')
    .addHelpText(
      'after',
      [
        helpText({
          examples: [
            ['strata archive undelete archive:reports --dry-run', 'what would come back'],
            ['strata archive undelete archive: --since 2026-03-01T09:30:00Z', 'what was deleted since'],
          ],
          exitCodes: [0, 1, 2, 130],
        }),
        '',
        'Only delete markers are removed, never a version. What is archived comes back archived.',
      ].join('\n'),
    )
    .action((prefix: string, options: UndeleteOptions) =>
      withSession(options, (session) => undelete(session, prefix, options)),
    );
}

async function undelete(session: Session, text: string, { since, dryRun }: UndeleteOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { bucket, prefix } = await bucketOf(text, environment);
  if (since !== undefined) refuseFuture(since, '--since', connections.clock.now());
  const versions = listVersionsUnder(connections, { bucket, prefix }, signal);
  const steps = planUndelete(versions, since);
  const counts = { done: 0, left: 0, failed: 0 };
  const results = dryRun ? planned(steps) : runUndelete(connections, bucket, steps, signal);
  await printEach(output, counted(results, counts), (result) => result, resultText);
  const { done, left, failed } = counts;
  output.note(`${done} ${dryRun ? 'would come' : 'came'} back, ${left} left, ${failed} failed`);
  if (failed > 0) process.exitCode = ExitCode.failed;
}

async function* planned(steps: AsyncIterable<UndeleteStep>): AsyncGenerator<UndeleteResult> {
  for await (const step of steps) {
    const { key } = step;
    if (step.kind === 'left') yield { key, outcome: 'left', detail: step.reason };
    else yield { key, outcome: 'done', detail: `it was deleted ${step.deletedAt.toISOString()}` };
  }
}

async function* counted(
  results: AsyncIterable<UndeleteResult>,
  counts: Record<UndeleteResult['outcome'], number>,
): AsyncGenerator<UndeleteResult> {
  for await (const result of results) {
    counts[result.outcome] += 1;
    yield result;
  }
}

const SIGNS = { done: '+', left: ' ', failed: '!' } as const;

function resultText({ key, outcome, detail }: UndeleteResult): string {
  return `${SIGNS[outcome]} ${keyText(key)}  ${detail}`;
}
