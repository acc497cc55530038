import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { connect, explainAwsError, failureKind } from '@strata/aws';
import type { Reading } from '../audit/settings';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** The state of a KMS key of the Region, such as `Enabled` or `PendingDeletion`. @throws AwsFailure when KMS cannot be reached */
export async function readKeyState(
  { target, clock }: Pick<Connections, 'target' | 'clock'>,
  keyId: string,
  signal?: AbortSignal,
): Promise<Reading<string>> {
  const kms = connect(KMSClient, target, { retries: 'safe', clock });
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }), abortable(signal));
    return { read: true, value: KeyMetadata?.KeyState ?? 'in no state' };
  } catch (error) {
    if (failureKind(error) === 'not-found') return { read: true, value: 'not there' };
    const explained = explainAwsError(error, {
      action: 'kms:DescribeKey',
      resource: keyId,
      region: target.region,
    });
    if (failureKind(error) === 'denied') return { read: false, reason: explained.message };
    throw explained;
  } finally {
    kms.destroy();
  }
}
