import { CreateLocationS3Command } from '@aws-sdk/client-datasync';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { LOCAL_ACCOUNT } from '@strata/local-aws-tool';
import type { Connections } from '../gateway/connections';
import { trustOf, writerPolicy } from './sound-policies';

const BUCKET = 'archive-to-diagnose';
const ROLE = 'writer-to-diagnose';

/** Makes a versioned bucket that encrypts with a key, and the role that DataSync writes it by. */
export async function makeArchive(connections: Connections, keyArn: string) {
  const { s3, datasync } = connections;
  const { region } = connections.target;
  const Bucket = BUCKET;
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' },
    }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const encryption = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } as const;
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: encryption, BucketKeyEnabled: true }],
      },
    }),
  );
  const refusal = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [refusal] }),
    }),
  );
  const iam = connections.client(IAMClient);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: trustOf(LOCAL_ACCOUNT) }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: ROLE,
      PolicyName: 'write',
      PolicyDocument: writerPolicy({ bucket: Bucket, prefix: 'efs/', keyArn, region }),
    }),
  );
  const { LocationArn } = await datasync.send(
    new CreateLocationS3Command({
      S3BucketArn: `arn:aws:s3:::${Bucket}`,
      S3Config: { BucketAccessRoleArn: Role?.Arn ?? '' },
      Subdirectory: '/efs/',
    }),
  );
  return { bucket: BUCKET, role: ROLE, location: LocationArn };
}
