import { UsageError } from '@strata/cli-kit';
import { type Command, Option } from 'commander';
import type { DeletionCaps } from '../caps/deletion-caps';
import { maxDeleteOption } from '../caps/max-delete';
import { type FilterOptions, withFilterOptions } from '../filter/options';
import type { Links } from '../listing/walk';
import { type CommonOptions, withCommonOptions } from '../options';
import { contentType, kmsKey, tag } from './attribute-options';

/** Options of `sync`, as commander reads them. */
export interface SyncOptions extends CommonOptions, FilterOptions {
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
  readonly delete?: boolean;
  readonly maxDelete?: DeletionCaps;
  readonly checksum?: boolean;
  readonly sizeOnly?: boolean;
  readonly links: Links;
  readonly requireMount?: string | true;
  readonly bwlimit?: number;
  readonly concurrency: number;
  readonly storageClass?: string;
  readonly sseKmsKey?: string | true;
  readonly tag?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly unsafeEmptySource?: string;
  readonly unsafeUnversioned?: string;
  readonly unsafeUnmounted?: string;
}

const STORAGE_CLASSES = [
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

/** Adds the options of `sync`. */
export function withSyncOptions(command: Command): Command {
  withFilterOptions(withCommonOptions(command))
    .option('--dry-run', 'print the plan and do nothing')
    .option('--verbose', 'name what is unchanged too')
    .option('--delete', 'delete from the destination what the source does not have, guarded')
    .addOption(maxDeleteOption('--delete may delete'))
    .addOption(
      new Option('--checksum', 'compare the content by checksums instead of times').conflicts('sizeOnly'),
    )
    .option('--size-only', 'what has the same size is the same')
    .addOption(
      new Option(
        '--links <how>',
        'symbolic links: leave them out, take what they lead to, or store them as such',
      )
        .choices(['skip', 'follow', 'store'])
        .default('skip'),
    )
    .option('--require-mount [path]', 'refuse unless something is mounted at the path (default: the source)')
    .option('--bwlimit <rate>', 'bytes per second, such as 500K or 10M', rate)
    .option('--concurrency <n>', 'most requests at once; fewer where S3 says SlowDown', wholeNumber, 32)
    .addOption(
      new Option('--storage-class <class>', "of what is written (default: the bucket's)").choices(
        STORAGE_CLASSES,
      ),
    )
    .option('--sse-kms-key [key]', 'encrypt with SSE-KMS, with this key or with aws/s3', kmsKey)
    .option('--tag <key=value>', 'tag what is written; may be repeated, 10 at most', tag)
    .option('--content-type <type>', 'of what is written (default: by the name of the file)', contentType)
    .option('--unsafe-empty-source <destination>', 'let an empty source empty this destination')
    .option('--unsafe-unversioned <destination>', 'delete for good from this destination without versions')
    .option('--unsafe-unmounted <source>', 'sync from this source though a mount of fstab is missing there');
  return command;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function rate(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?(?:\/s)?$/i.exec(text.trim());
  const bytes = Number(match?.[1]) * (UNITS[match?.[2]?.toUpperCase() ?? ''] ?? 1);
  if (match && bytes >= 1) return bytes;
  throw new UsageError({
    what: '--bwlimit is no rate',
    got: text,
    allowed: 'bytes per second, such as 500K or 10M',
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 256) return value;
  throw new UsageError({ what: '--concurrency is no number of requests', got: text, allowed: '1 to 256' });
}
