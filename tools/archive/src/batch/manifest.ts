/** Columns of a manifest, in their order. */
export const MANIFEST_FIELDS = ['Bucket', 'Key', 'VersionId'] as const;

/**
 * One row of a manifest of S3 Batch Operations: bucket, key and version, keys URL-encoded as it wants them, so that no
 * comma, quote or line break is left in them. Half a surrogate pair, which no key of S3 can hold, becomes U+FFFD: its
 * row fails by itself.
 *
 * @param versionId `null` of a null version, never empty
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html#specify-batchjob-manifest
 */
export function manifestRow(bucket: string, key: string, versionId: string): string {
  return `${bucket},${manifestKey(key)},${versionId}\n`;
}

/** A key as manifests, and the reports on them, have it. */
export function manifestKey(key: string): string {
  return Buffer.from(key).toString().split('/').map(encodeURIComponent).join('/');
}
