import { randomBytes } from 'node:crypto';

/**
 * The name of one run, which its journal has: `restore-20260131T031500Z-1a2b3c`. Two that start in one second differ.
 *
 * @param startedAt AWS's time
 */
export function newRunId(kind: 'restore' | 'undo', startedAt: Date, random = randomBytes(3)): string {
  const seconds = startedAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `${kind}-${seconds}Z-${random.toString('hex')}`;
}
