import { createHash } from 'node:crypto';

/** A number from 1 to `count` that depends on the seed alone. */
export function seededNth(seed: string, count: number): number {
  return 1 + (createHash('sha256').update(seed).digest().readUInt32BE() % count);
}
