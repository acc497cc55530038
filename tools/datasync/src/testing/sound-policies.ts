/** What the role of an S3 location needs, as the backup layer writes it. */
export interface WriterNeeds {
  readonly bucket: string;
  /** With a slash at its end. */
  readonly prefix: string;
  readonly keyArn: string;
  readonly region: string;
}

/** The trust policy of such a role, JSON text. */
export function trustOf(account: string, service = 'datasync.amazonaws.com'): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  });
}

/**
 * The permissions of such a role, JSON text.
 *
 * @param without an action to leave out
 */
export function writerPolicy({ bucket, prefix, keyArn, region }: WriterNeeds, without?: string): string {
  const but = (...actions: string[]): string[] => actions.filter((action) => action !== without);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ListBucket',
        Effect: 'Allow',
        Action: but('s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'),
        Resource: `arn:aws:s3:::${bucket}`,
      },
      {
        Sid: 'WriteObjects',
        Effect: 'Allow',
        Action: but(
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:GetObjectTagging',
          's3:GetObjectVersion',
          's3:ListMultipartUploadParts',
          's3:PutObject',
          's3:PutObjectTagging',
        ),
        Resource: `arn:aws:s3:::${bucket}/${prefix}*`,
      },
      {
        Sid: 'UseKey',
        Effect: 'Allow',
        Action: but('kms:Decrypt', 'kms:GenerateDataKey'),
        Resource: keyArn,
        Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
    ],
  });
}
