import type { Connections } from '../gateway/connections';
import { Bandwidth } from '../transfer/bandwidth';
import { PART_BYTES, type TransferContext } from '../transfer/context';
import { MemoryBudget } from '../transfer/memory';
import { Gate } from '../transfer/pace';
import { SafeFolders } from '../transfer/safe-folders';
import type { Destination } from './journal';

/** What all keys of a run are carried out with. */
export interface Means {
  readonly gate: Gate;
  /** To a directory: how files are written there. */
  readonly files: { readonly context: TransferContext; readonly folders: SafeFolders } | undefined;
  /** Stops to listen to S3's pace. */
  release(): void;
}

/** Prepares them. @param concurrency requests at once at most */
export function meansOf(
  connections: Connections,
  destination: Destination,
  concurrency: number,
  signal: AbortSignal = new AbortController().signal,
): Means {
  const gate = new Gate(concurrency);
  const release = connections.pace.listen(gate);
  if (destination.kind !== 'directory') return { gate, files: undefined, release };
  const context: TransferContext = {
    connections,
    gate,
    bandwidth: new Bandwidth(Infinity),
    memory: new MemoryBudget(concurrency * PART_BYTES),
    links: 'store',
    attributes: {},
    partBytes: PART_BYTES,
    signal,
  };
  return { gate, files: { context, folders: new SafeFolders(destination.path) }, release };
}
