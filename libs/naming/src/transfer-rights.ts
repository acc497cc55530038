/**
 * What DataSync does to the bucket that it writes to, to the objects in it, and with its key: the role of the S3
 * location is made of it, and the diagnosis asks for it.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html#create-role-manually
 */
export const TRANSFER_RIGHTS = {
  bucket: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
  objects: [
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:GetObject',
    's3:GetObjectTagging',
    's3:GetObjectVersion',
    's3:ListMultipartUploadParts',
    's3:PutObject',
    's3:PutObjectTagging',
  ],
  key: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;
