/** EC2 APIs whose calls without filter and page size draw on a smaller bucket (source: see EC2_RATE_LIMITS). */
const WITH_SMALLER_BUCKET: ReadonlySet<string> = new Set([
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeSnapshots',
  'DescribeSpotInstanceRequests',
  'DescribeVolumes',
]);

/** What of a command's input decides between the two buckets of a describe call. */
interface DescribeInput {
  readonly Filters?: readonly unknown[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

function isFilteredOrPaginated(input: unknown): boolean {
  const { Filters, MaxResults, NextToken } = (input ?? {}) as DescribeInput;
  return (Filters?.length ?? 0) > 0 || MaxResults !== undefined || NextToken !== undefined;
}

/**
 * The name of the bucket that a call of EC2 draws on: the API's name, with `:unfiltered` behind it for the describe
 * calls that AWS counts against a smaller bucket when they have neither a filter nor a page size. AWS says nothing of
 * calls that name ids only, so they are taken to be unfiltered: the slower bucket of the two is the safe guess.
 */
export function ec2BucketName(api: string, input: unknown): string {
  return WITH_SMALLER_BUCKET.has(api) && !isFilteredOrPaginated(input) ? `${api}:unfiltered` : api;
}

/**
 * The name of the bucket of an SDK call. APIs of other services carry their service, for names are not unique between
 * services (`DescribeTags` is one of EC2 and one of Auto Scaling): `SSM:SendCommand`.
 * @param client name of the SDK's client class, such as `EC2Client`
 * @param command name of the SDK's command class, such as `CreateSnapshotsCommand`
 */
export function bucketName(client: string, command: string, input: unknown): string {
  const service = client.replace(/Client$/, '');
  const api = command.replace(/Command$/, '');
  return service === 'EC2' ? ec2BucketName(api, input) : `${service}:${api}`;
}
