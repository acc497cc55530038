/**
 * What S3 says of an archived object in the header `x-amz-restore`: no retrieval was asked for, one is on its way, or a
 * temporary copy is there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export type Readiness = 'not-requested' | 'on-its-way' | 'ready';

/** Reads the header. */
export function readinessOf(header: string | undefined): Readiness {
  if (header === undefined) return 'not-requested';
  return /ongoing-request="true"/.test(header) ? 'on-its-way' : 'ready';
}
