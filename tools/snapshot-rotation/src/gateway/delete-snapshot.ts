import { DeleteSnapshotCommand } from '@aws-sdk/client-ec2';
import { errorCode } from '@strata/aws';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** How a deletion ended. Errors other than these are thrown. */
export type Deletion =
  | { readonly outcome: 'deleted' }
  /** It was gone already: by us, when an answer was lost, or by someone else. */
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'held'; readonly reason: string };

/** Codes by which EC2 says that something keeps a snapshot (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). */
const HELD: Readonly<Record<string, string>> = {
  'InvalidSnapshot.InUse': 'an AMI holds it',
  SnapshotLocked: 'it is locked',
};

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
    const code = errorCode(error) ?? '';
    if (code === 'InvalidSnapshot.NotFound') return { outcome: 'gone' };
    const reason = HELD[code];
    if (reason !== undefined) {
      return { outcome: 'held', reason: error instanceof Error ? `${reason}: ${error.message}` : reason };
    }
    throw error;
  }
}
