import type { Connections } from '../gateway/connections';
import type { ObjectAttributes } from '../gateway/object-attributes';
import type { Links } from '../listing/walk';
import type { Bandwidth } from './bandwidth';
import type { MemoryBudget } from './memory';
import type { Gate } from './pace';

/** What all transfers of a run share. */
export interface TransferContext {
  readonly connections: Connections;
  readonly gate: Gate;
  readonly bandwidth: Bandwidth;
  readonly memory: MemoryBudget;
  readonly links: Links;
  /** What the user wants objects to be written with. */
  readonly attributes: Pick<ObjectAttributes, 'storageClass' | 'kmsKey' | 'tags' | 'contentType'>;
  /** Bytes per part; what is no larger goes in one call. */
  readonly partBytes: number;
  readonly signal: AbortSignal;
}

/** 5 MiB is the least that S3 takes; a hundred workers with 8 MiB each would still fit into a small machine. */
export const PART_BYTES = 8 * 1024 ** 2;
