import {
  GetSnapshotBlockCommand,
  paginateListChangedBlocks,
  paginateListSnapshotBlocks,
} from '@aws-sdk/client-ebs';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** Bytes of a block (https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html, BlockSize). */
export const BLOCK_BYTES = 512 * 1024;

/** Most blocks that a listing gives per page; it may give fewer, or none, and go on (API_ListSnapshotBlocks). */
const PAGE_SIZE = 10_000;

/** A block that holds data. */
export interface SnapshotBlock {
  /** Its place in the volume, in blocks. */
  readonly index: number;
  /** By which it is read; good for seven days. */
  readonly token: string;
}

/** A block that differs between two snapshots of a volume. */
export interface ChangedBlock {
  readonly index: number;
  /** Whether the second snapshot has it; otherwise it was given back. */
  readonly present: boolean;
}

/** The blocks of a completed snapshot that hold data, by their index, page by page. */
export async function* listSnapshotBlocks(
  { ebs }: Connections,
  snapshotId: string,
  signal?: AbortSignal,
): AsyncGenerator<SnapshotBlock> {
  const pages = paginateListSnapshotBlocks(
    { client: ebs },
    { SnapshotId: snapshotId, MaxResults: PAGE_SIZE },
    abortable(signal),
  );
  for await (const { Blocks = [] } of pages) {
    for (const { BlockIndex = -1, BlockToken = '' } of Blocks) yield { index: BlockIndex, token: BlockToken };
  }
}

/** The blocks that differ between two completed snapshots of one volume, by their index, page by page. */
export async function* listChangedBlocks(
  { ebs }: Connections,
  firstId: string,
  secondId: string,
  signal?: AbortSignal,
): AsyncGenerator<ChangedBlock> {
  const pages = paginateListChangedBlocks(
    { client: ebs },
    { FirstSnapshotId: firstId, SecondSnapshotId: secondId, MaxResults: PAGE_SIZE },
    abortable(signal),
  );
  for await (const { ChangedBlocks = [] } of pages) {
    for (const { BlockIndex = -1, SecondBlockToken } of ChangedBlocks) {
      yield { index: BlockIndex, present: SecondBlockToken !== undefined };
    }
  }
}

/** A block as it was read. */
export interface BlockData {
  readonly data: Uint8Array;
  /** Bytes that AWS says it has. */
  readonly length: number;
  /** SHA256 of the data by AWS's word, Base64; undefined when it gives none. */
  readonly checksum: string | undefined;
}

/** Reads one block. */
export async function readBlock(
  { ebs }: Connections,
  snapshotId: string,
  { index, token }: SnapshotBlock,
  signal?: AbortSignal,
): Promise<BlockData> {
  const answer = await ebs.send(
    new GetSnapshotBlockCommand({ SnapshotId: snapshotId, BlockIndex: index, BlockToken: token }),
    abortable(signal),
  );
  const data = (await answer.BlockData?.transformToByteArray()) ?? new Uint8Array();
  return {
    data,
    length: answer.DataLength ?? 0,
    checksum: answer.ChecksumAlgorithm === 'SHA256' ? answer.Checksum : undefined,
  };
}
