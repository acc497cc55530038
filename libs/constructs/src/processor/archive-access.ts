import { bucketArn, type NamingScope } from '@strata/naming';
import type { PolicyStatement } from '../iam/policy';

/**
 * What an instance needs to keep a directory in step with one prefix of the archive, old versions included.
 * Deleting makes a delete marker; versions themselves stay out of its reach.
 */
export function archiveAccess(
  naming: NamingScope,
  bucket: string,
  prefix: string,
  keyArn: string,
): PolicyStatement[] {
  return [
    {
      Sid: 'ListPrefix',
      Effect: 'Allow',
      Action: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
      Resource: bucketArn(naming, bucket),
      Condition: { StringLike: { 's3:prefix': [`${prefix}/*`, prefix] } },
    },
    {
      Sid: 'ReadAndWritePrefix',
      Effect: 'Allow',
      Action: [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:PutObject',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      Resource: bucketArn(naming, bucket, `${prefix}/*`),
    },
    {
      Sid: 'UseKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: keyArn,
      Condition: { StringEquals: { 'kms:ViaService': `s3.${naming.region}.amazonaws.com` } },
    },
  ];
}
