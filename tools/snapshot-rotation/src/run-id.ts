import { randomBytes } from 'node:crypto';

/**
 * The name of one run, which its snapshots carry: `default-20260131T031500Z-1a2b3c`. Two runs that start in the same
 * second still differ.
 *
 * @param startedAt AWS's time
 */
export function newRunId(policy: string, startedAt: Date, random = randomBytes(3)): string {
  const second = `${startedAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  return `${policy}-${second}-${random.toString('hex')}`;
}
