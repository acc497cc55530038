/** Columns of a manifest, in their order. */
export const MANIFEST_FIELDS = ['Bucket', 'Key', 'VersionId'] as const;

/**
 * One row of a manifest of S3 Batch Operations: bucket, key and version, keys percent-encoded as it wants them, so that
 * no comma, quote or line break is left in them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/specify-batchjob-manifest.html
 */
export function manifestRow(bucket: string, key: string, versionId: string): string {
  return `${bucket},${key.split('/').map(encodeURIComponent).join('/')},${versionId}\n`;
}
