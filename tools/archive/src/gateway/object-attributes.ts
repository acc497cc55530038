import type { ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';

/** What an object is written with besides its content. Everything left out is the bucket's default. */
export interface ObjectAttributes {
  readonly contentType?: string | undefined;
  /** User metadata, by names without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** `STANDARD_IA`, `DEEP_ARCHIVE`, … */
  readonly storageClass?: string | undefined;
  /** ARN or id of a KMS key: SSE-KMS. `''` stands for the key `aws/s3`. */
  readonly kmsKey?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** The attributes as inputs of PutObject, CopyObject and CreateMultipartUpload name them. */
export function attributeInputs(attributes: ObjectAttributes) {
  const { contentType, metadata, storageClass, kmsKey, tags } = attributes;
  return {
    ...(contentType === undefined ? {} : { ContentType: contentType }),
    ...(metadata === undefined ? {} : { Metadata: { ...metadata } }),
    ...(storageClass === undefined ? {} : { StorageClass: storageClass as StorageClass }),
    ...(kmsKey === undefined
      ? {}
      : {
          ServerSideEncryption: 'aws:kms' as ServerSideEncryption,
          // Without it S3 asks KMS for each object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
          BucketKeyEnabled: true,
          ...(kmsKey === '' ? {} : { SSEKMSKeyId: kmsKey }),
        }),
    ...(tags === undefined ? {} : { Tagging: new URLSearchParams(tags).toString() }),
  };
}
