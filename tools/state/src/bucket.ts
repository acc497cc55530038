import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { EnvironmentConfig } from '@strata/config';
import { type BucketFacts, type BucketStep, planBucket } from './bucket-plan';
import { StateBucketMissingError } from './errors';
import { statusOf, withStateClient } from './s3';

/** What the environment's state bucket needs; nothing when it is fit. Reads only. */
export async function planStateBucket(config: EnvironmentConfig): Promise<BucketStep[]> {
  return withStateClient(config, async (client) => planBucket(await readFacts(client, config.state.bucket)));
}

/** Carries out a plan of `planStateBucket`, in its order. */
export async function applyStateBucket(
  config: EnvironmentConfig,
  steps: readonly BucketStep[],
): Promise<void> {
  await withStateClient(config, async (client) => {
    for (const step of steps) await applyStep(client, config, step);
  });
}

/**
 * Makes sure that there is a bucket for the states. A local AWS starts empty, so there it is made without asking;
 * in a real account only `strata state bootstrap` creates one.
 *
 * @throws StateBucketMissingError in a real account without the bucket.
 */
export async function ensureStateBucket(config: EnvironmentConfig): Promise<BucketStep[]> {
  const steps = await planStateBucket(config);
  if (config.endpoint) await applyStateBucket(config, steps);
  else if (steps.some((step) => step.action === 'create')) {
    throw new StateBucketMissingError(config.state.bucket, config.name);
  }
  return steps;
}

async function readFacts(client: S3Client, Bucket: string): Promise<BucketFacts> {
  if ((await unlessMissing(client.send(new HeadBucketCommand({ Bucket })))) === undefined) {
    return { exists: false, versioned: false, encrypted: false, publicAccessBlocked: false };
  }
  const versioning = await client.send(new GetBucketVersioningCommand({ Bucket }));
  const encryption = await unlessMissing(client.send(new GetBucketEncryptionCommand({ Bucket })));
  const block = await unlessMissing(client.send(new GetPublicAccessBlockCommand({ Bucket })));
  const flags = block?.PublicAccessBlockConfiguration;
  return {
    exists: true,
    versioned: versioning.Status === 'Enabled',
    encrypted: (encryption?.ServerSideEncryptionConfiguration?.Rules ?? []).length > 0,
    publicAccessBlocked: Boolean(
      flags?.BlockPublicAcls &&
      flags.IgnorePublicAcls &&
      flags.BlockPublicPolicy &&
      flags.RestrictPublicBuckets,
    ),
  };
}

async function applyStep(client: S3Client, { state }: EnvironmentConfig, step: BucketStep): Promise<void> {
  const Bucket = state.bucket;
  switch (step.action) {
    case 'create':
      // us-east-1 is the one Region that must not be named here
      // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html).
      await client.send(
        new CreateBucketCommand({
          Bucket,
          ...(state.region === 'us-east-1'
            ? {}
            : { CreateBucketConfiguration: { LocationConstraint: state.region as 'eu-central-1' } }),
        }),
      );
      return;
    case 'version':
      await client.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      );
      return;
    case 'encrypt':
      await client.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: { Rules: [encryptionRule(state.kmsKeyId)] },
        }),
      );
      return;
    case 'block-public-access':
      await client.send(
        new PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        }),
      );
  }
}

function encryptionRule(kmsKeyId: string | undefined) {
  const algorithm = kmsKeyId
    ? ({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: kmsKeyId } as const)
    : ({ SSEAlgorithm: 'AES256' } as const);
  return { ApplyServerSideEncryptionByDefault: algorithm, BucketKeyEnabled: Boolean(kmsKeyId) };
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
