import { DEFAULT_CAPS, type DeletionCaps } from '../caps/deletion-caps';
import { createFilter, type Filter } from '../filter/filter';
import type { CopySizes } from '../gateway/copy-object';
import type { Links } from '../listing/walk';
import { folderPrefix, type Location, locationText } from '../location';
import type { TransferContext } from '../transfer/context';
import type { DecisionContext } from './decide';
import { BadPairError, WrongScopeError } from './errors';

/** A sync that is asked for. */
export interface SyncRequest {
  readonly source: Location;
  readonly destination: Location;
  /** @default everything */
  readonly filter?: Filter;
  /** @default 'time' */
  readonly comparison?: DecisionContext['comparison'];
  /** @default 'skip' */
  readonly links?: Links;
  /** @default false */
  readonly isDeleting?: boolean;
  /** @default DEFAULT_CAPS */
  readonly caps?: DeletionCaps;
  /** A path where something must be mounted. */
  readonly requireMount?: string | undefined;
  /** Guards that are taken away, each with what it is meant for: the destination or the source as it is shown. */
  readonly unsafe?: {
    readonly emptySource?: string | undefined;
    readonly unversioned?: string | undefined;
    readonly unmounted?: string | undefined;
  };
  /** Bytes per second. @default no limit */
  readonly bytesPerSecond?: number | undefined;
  /** Requests at once. @default 32 */
  readonly concurrency?: number;
  readonly attributes?: TransferContext['attributes'];
  /** Bytes per part. @default 8 MiB */
  readonly partBytes?: number;
  /** Sizes at which copies go in parts. @default those of S3 */
  readonly copySizes?: CopySizes;
}

/** The same with its defaults. */
export type FullRequest = Required<Omit<SyncRequest, 'partBytes' | 'copySizes'>> &
  Pick<SyncRequest, 'partBytes' | 'copySizes'>;

/**
 * Checks a request and adds the defaults.
 *
 * @throws BadPairError, WrongScopeError
 */
export function checkedRequest(request: SyncRequest): FullRequest {
  const { source, destination, unsafe = {} } = request;
  if (source.kind === 'directory' && destination.kind === 'directory')
    throw new BadPairError('both are directories', 'Between directories, use rsync.');
  if (source.kind === 'bucket' && destination.kind === 'bucket' && source.bucket === destination.bucket) {
    const [from, to] = [folderPrefix(source), folderPrefix(destination)];
    if (from.startsWith(to) || to.startsWith(from))
      throw new BadPairError('one of them is part of the other', 'Give prefixes that lie beside each other.');
  }
  const scopes = [
    ['--unsafe-empty-source', unsafe.emptySource, destination],
    ['--unsafe-unversioned', unsafe.unversioned, destination],
    ['--unsafe-unmounted', unsafe.unmounted, source],
  ] as const;
  for (const [flag, got, meant] of scopes) {
    if (got !== undefined && tidy(got) !== tidy(locationText(meant)))
      throw new WrongScopeError(flag, got, locationText(meant));
  }
  return {
    filter: createFilter(),
    comparison: 'time',
    links: 'skip',
    isDeleting: false,
    caps: DEFAULT_CAPS,
    concurrency: 32,
    attributes: {},
    ...request,
    requireMount: request.requireMount,
    bytesPerSecond: request.bytesPerSecond,
    unsafe,
  };
}

function tidy(text: string): string {
  return text.replace(/\/+$/, '');
}
