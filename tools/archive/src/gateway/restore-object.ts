import { RestoreObjectCommand, type Tier as S3Tier } from '@aws-sdk/client-s3';
import { errorCode } from '@strata/aws';
import type { Tier } from '../glacier/tiers';
import { abortable } from './abortable';
import type { Connections } from './connections';
import type { VersionPlace } from './object-place';

/** How an archived object is retrieved. */
export interface Retrieval {
  readonly tier: Tier;
  /** Days that the temporary copy is kept; undefined for Intelligent-Tiering, which moves the object itself. */
  readonly days: number | undefined;
}

const TIERS: Readonly<Record<Tier, S3Tier>> = { bulk: 'Bulk', standard: 'Standard', expedited: 'Expedited' };

/**
 * Asks for the retrieval of an archived version. One that is on its way already is no failure.
 *
 * @throws AwsFailure, of code `GlacierExpeditedRetrievalNotAvailable` where AWS has no capacity just now
 */
export async function requestRetrieval(
  { s3 }: Connections,
  { bucket, key, versionId }: VersionPlace,
  { tier, days }: Retrieval,
  signal?: AbortSignal,
): Promise<void> {
  const command = new RestoreObjectCommand({
    Bucket: bucket,
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
    RestoreRequest: {
      ...(days === undefined ? {} : { Days: days }),
      GlacierJobParameters: { Tier: TIERS[tier] },
    },
  });
  try {
    await s3.send(command, abortable(signal));
  } catch (error) {
    if (errorCode(error) !== 'RestoreAlreadyInProgress') throw error;
  }
}
