import { DeleteSnapshotCommand } from '@aws-sdk/client-ec2';
import { errorCode } from '@strata/aws';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { whyHeld } from './why-held';

/** How a deletion ended. Errors other than these are thrown. */
export type Deletion =
  | { readonly outcome: 'deleted' }
  /** It was gone already: by us, when an answer was lost, or by someone else. */
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'held'; readonly reason: string };

/** Deletes a snapshot. Repeating it is harmless, so unclear answers are retried. */
export async function deleteSnapshot(
  { ec2 }: Connections,
  snapshotId: string,
  signal?: AbortSignal,
): Promise<Deletion> {
  try {
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId: snapshotId }), abortable(signal));
    return { outcome: 'deleted' };
  } catch (error) {
    if (errorCode(error) === 'InvalidSnapshot.NotFound') return { outcome: 'gone' };
    const reason = whyHeld(error);
    if (reason !== undefined) return { outcome: 'held', reason };
    throw error;
  }
}
