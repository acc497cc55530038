import { helpText, plural, UsageError } from '@strata/cli-kit';
import { Command } from 'commander';
import { listVersionsUnder } from '../gateway/list-versions';
import type { ObjectVersion } from '../model';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { bucketOf } from '../versions/bucket-of';
import { instantOf, refuseFuture } from '../versions/instant';
import { doubtText, NOW } from '../versions/timeline';
import { keyText, printEach, seconds } from '../versions/print';
import { comparedDifferences } from './compare';
import { type Difference, planDiff } from './plan';

interface DiffOptions extends CommonOptions {
  readonly from: Date;
  readonly to?: Date;
}

/** `strata archive diff`: what changed between two moments. */
export function diffCommand(): Command {
  return withCommonOptions(new Command('diff'))
    .description('what was added, changed and deleted between two moments')
    .argument('<prefix>', 's3://bucket/prefix, or archive:prefix: a key, or what lies under it')
    .requiredOption('--from <time>', 'the first moment: ISO 8601 with its zone', (text: string) =>
      instantOf(text, '--from'),
    )
    .option('--to <time>', 'the second moment (default: now)', (text: string) => instantOf(text, '--to'))
    .addHelpText(
      'after',
      [
        helpText({
          examples: [
            [
              'strata archive diff archive: --from 2026-03-01T00:00:00Z --to 2026-03-02T00:00:00Z',
              'what one day did',
            ],
          ],
          exitCodes: [0, 1, 2, 130],
        }),
        '',
        'What has kept its size and not its ETag is compared by the checksums that S3 keeps: + added, ~ changed, - deleted,',
        '? rewritten, where nothing tells whether the bytes are the same.',
      ].join('\n'),
    )
    .action((prefix: string, options: DiffOptions) =>
      withSession(options, (session) => diff(session, prefix, options)),
    );
}

async function diff(session: Session, text: string, { from, to: asked }: DiffOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { bucket, prefix } = await bucketOf(text, environment);
  const now = connections.clock.now();
  const to = asked ?? now;
  refuseFuture(to, '--to', now);
  if (from > to) {
    throw new UsageError({ what: '--from is after --to', got: `${seconds(from)} and ${seconds(to)}` });
  }
  const versions = listVersionsUnder(connections, { bucket, prefix }, signal);
  const counts = { added: 0, changed: 0, rewritten: 0, deleted: 0 };
  const differences = comparedDifferences(
    connections,
    bucket,
    planDiff(versions, from, asked ?? NOW),
    signal,
  );
  await printEach(output, differences, differenceJson, (difference) => {
    counts[difference.kind] += 1;
    return differenceText(difference);
  });
  if (output.mode === 'text') {
    const { added, changed, rewritten, deleted } = counts;
    const again = rewritten === 0 ? '' : `, ${rewritten} rewritten (content not compared)`;
    output.note(
      `${plural(added + changed + rewritten + deleted, 'difference')}: ${added} added, ${changed} changed${again}, ${deleted} deleted`,
    );
  }
}

const SIGNS = { added: '+', changed: '~', rewritten: '?', deleted: '-' } as const;

function differenceText({ kind, key, from, to, doubt }: Difference): string {
  const sizes = [from?.size, to?.size].filter((size) => size !== undefined).join(' → ');
  const doubts = [
    kind === 'rewritten' && 'content not compared',
    doubt && `not certain: ${doubtText(doubt)}`,
  ].filter(Boolean);
  return `${SIGNS[kind]} ${keyText(key)}  ${sizes} bytes${doubts.length > 0 ? `  (${doubts.join(', ')})` : ''}`;
}

function differenceJson({ from, to, ...rest }: Difference): unknown {
  return { ...rest, uncertain: rest.doubt !== undefined, from: versionJson(from), to: versionJson(to) };
}

function versionJson(version: ObjectVersion | undefined): unknown {
  if (version === undefined) return undefined;
  const { versionId, size, etag, storageClass, lastModified } = version;
  return { versionId, size, etag, storageClass, lastModified: seconds(lastModified) };
}
