import { helpText, plural } from '@strata/cli-kit';
import { Command } from 'commander';
import { listVersionsUnder } from '../gateway/list-versions';
import type { ObjectVersion } from '../model';
import { type CommonOptions, withCommonOptions } from '../options';
import { type TreeEntry, treeAt } from '../restore/plan';
import { type Session, withSession } from '../session';
import { bucketOf } from './bucket-of';
import { instantOf, refuseFuture } from './instant';
import { isOwnKey } from '../own-keys';
import { doubtText } from './timeline';
import { keyText, printEach, seconds } from './print';

interface VersionsOptions extends CommonOptions {
  readonly at?: Date;
}

/** `strata archive versions`: what S3 kept of each key. */
export function versionsCommand(): Command {
  return withCommonOptions(new Command('versions'))
    .description('timeline of each key with its delete markers, or the tree as it was')
    .argument('<prefix>', 's3://bucket/prefix, or archive:prefix: a key, or what lies under it')
    .option('--at <time>', 'the tree as it was then: ISO 8601 with its zone', (text: string) =>
      instantOf(text, '--at'),
    )
    .addHelpText(
      'after',
      [
        helpText({
          examples: [
            ['strata archive versions archive:reports', 'all versions of all keys, newest first'],
            ['strata archive versions archive:reports --at 2026-03-01T09:30:00+01:00', 'the tree as it was'],
          ],
          exitCodes: [0, 1, 2, 130],
        }),
        '',
        'With --json each version is a line of its own. S3 dates to the second: --at shows what was there at its end.',
      ].join('\n'),
    )
    .action((prefix: string, options: VersionsOptions) =>
      withSession(options, (session) => show(session, prefix, options.at)),
    );
}

async function show(session: Session, text: string, at: Date | undefined): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { bucket, prefix } = await bucketOf(text, environment);
  if (at !== undefined) refuseFuture(at, '--at', connections.clock.now());
  const versions = listVersionsUnder(connections, { bucket, prefix }, signal);
  if (at !== undefined) {
    const count = await printEach(output, treeAt(versions, at), entryJson, ({ version, doubt }) =>
      [
        versionText(version),
        keyText(version.key),
        ...(doubt === undefined ? [] : [`(not certain: ${doubtText(doubt)})`]),
      ].join('  '),
    );
    output.note(`${plural(count, 'key')} at the end of ${seconds(at)}`);
    return;
  }
  let key: string | undefined;
  const count = await printEach(output, withoutOwn(versions), versionJson, (version) => {
    const heading = version.key === key ? [] : [keyText(version.key)];
    key = version.key;
    return [...heading, `  ${versionText(version)}${version.isLatest ? '  latest' : ''}`].join('\n');
  });
  if (count === 0) output.note(`Nothing begins with s3://${bucket}/${prefix}, and nothing ever did.`);
}

async function* withoutOwn(versions: AsyncIterable<ObjectVersion>): AsyncGenerator<ObjectVersion> {
  for await (const version of versions) if (!isOwnKey(version.key)) yield version;
}

function versionText({
  lastModified,
  isDeleteMarker,
  size,
  storageClass,
  versionId,
  owner,
}: ObjectVersion): string {
  const what = isDeleteMarker ? ['deleted'.padEnd(12), ''] : [String(size).padStart(12), storageClass];
  return [seconds(lastModified), ...what.filter((part) => part !== ''), versionId, owner ?? '']
    .join('  ')
    .trimEnd();
}

function entryJson({ version, doubt }: TreeEntry) {
  return { ...versionJson(version), uncertain: doubt !== undefined, doubt };
}

function versionJson(version: ObjectVersion): unknown & object {
  return { ...version, lastModified: seconds(version.lastModified) };
}
