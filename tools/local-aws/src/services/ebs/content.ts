import { createHash } from 'node:crypto';

/** Bytes of a block, in the EBS direct APIs (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-accessing-snapshot.html). */
export const BLOCK_BYTES = 512 * 1024;

/** Blocks of a GiB. */
export const BLOCKS_PER_GIB = (1024 * 1024 * 1024) / BLOCK_BYTES;

/**
 * What a volume held at one moment, without holding it: blocks follow from where they were first written and how often
 * they have been written since. The writer goes through the allocated blocks in turn, again and again.
 */
export interface BlockContent {
  /** Whose writes these are: a volume's id, or one that stands for a volume written anew. */
  readonly seed: string;
  /** Block writes since the volume was made. */
  readonly written: number;
  /** How many blocks hold data. */
  readonly allocated: number;
  /** Distance between blocks that hold data: a volume is sparse when it is more than 1. */
  readonly stride: number;
  /** What the volume was made from; its blocks show through where this volume has not written. */
  readonly base?: BlockContent | undefined;
}

/** Content of a volume that was never written to since it was filled. */
export function freshContent(seed: string, allocated: number, sizeGiB: number): BlockContent {
  const blocks = sizeGiB * BLOCKS_PER_GIB;
  const held = Math.min(Math.max(0, Math.floor(allocated)), blocks);
  return {
    seed,
    written: 0,
    allocated: held,
    stride: Math.max(1, Math.min(8, Math.floor(blocks / Math.max(1, held)))),
  };
}

/** Content of a volume restored from a snapshot: the same blocks, until it is written to. */
export function restoredContent(seed: string, base: BlockContent): BlockContent {
  return { seed, written: 0, allocated: base.allocated, stride: base.stride, base };
}

/** The content after some more block writes. */
export function afterWrites(content: BlockContent, blocks: number): BlockContent {
  return { ...content, written: content.written + Math.max(0, Math.floor(blocks)) };
}

/** Indices of the blocks that hold data, ascending, from `start` on. */
export function* allocatedIndices(content: BlockContent, start = 0): Generator<number> {
  for (let position = Math.ceil(start / content.stride); position < content.allocated; position += 1)
    yield position * content.stride;
}

/** Names the data of a block: equal names, equal data. Undefined where the volume holds nothing. */
export function blockIdentity(content: BlockContent, index: number): string | undefined {
  const position = index / content.stride;
  if (index < 0 || !Number.isInteger(position) || position >= content.allocated) return undefined;
  const times = Math.max(0, Math.ceil((content.written - position) / content.allocated));
  if (times === 0 && content.base) return blockIdentity(content.base, index);
  return `${content.seed}/${index}/${times}`;
}

/** The data of a block. */
export function blockData(identity: string): Buffer {
  return Buffer.alloc(BLOCK_BYTES, createHash('sha512').update(identity).digest());
}

/** Whether two contents go back to the same volume. */
export function related(one: BlockContent, other: BlockContent): boolean {
  return originOf(one) === originOf(other);
}

function originOf(content: BlockContent): string {
  return content.base ? originOf(content.base) : content.seed;
}
