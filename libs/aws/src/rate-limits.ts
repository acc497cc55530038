/** One token bucket of AWS: a call takes a token, and tokens come back at a steady rate. */
export interface RateLimit {
  /** Most tokens that the bucket holds, ≥ 1: the calls that may come in one burst. */
  readonly capacity: number;
  /** Tokens that come back per second, > 0; may be a fraction. */
  readonly refillPerSecond: number;
}

/**
 * Limits by name of a bucket (see `bucketName`): an EC2 API (`CreateSnapshots`), the smaller bucket of an EC2 API that
 * is called without filter and page size (`DescribeSnapshots:unfiltered`), or an API of another service
 * (`SSM:SendCommand`). A name that ends in `*` stands for all EC2 APIs that begin so and are not named themselves;
 * each of them still has a bucket of its own, as in AWS ("limits are applied to individual API actions").
 */
export type RateLimits = Readonly<Record<string, RateLimit>>;

const NON_MUTATING: RateLimit = { capacity: 100, refillPerSecond: 20 };
const UNFILTERED: RateLimit = { capacity: 50, refillPerSecond: 10 };
const MUTATING: RateLimit = { capacity: 50, refillPerSecond: 5 };
const LARGER: RateLimit = { capacity: 100, refillPerSecond: 5 };
const TAGGING: RateLimit = { capacity: 100, refillPerSecond: 10 };
const STARTING: RateLimit = { capacity: 5, refillPerSecond: 2 };

/**
 * The request limits that AWS publishes for EC2, per account and Region: those of the APIs that a backup platform
 * calls, and the defaults of their categories for all others.
 * Starting and stopping have a second bucket that counts instances (1,000, refilled by 2 and 20 per second): it is not
 * modelled, for no run of ours changes a thousand instances at once.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
export const EC2_RATE_LIMITS: RateLimits = {
  'Describe*': NON_MUTATING,
  'List*': NON_MUTATING,
  'Search*': NON_MUTATING,
  'Get*': NON_MUTATING,
  '*': MUTATING,
  'DescribeInstances:unfiltered': UNFILTERED,
  'DescribeInstanceStatus:unfiltered': UNFILTERED,
  'DescribeNetworkInterfaces:unfiltered': UNFILTERED,
  'DescribeSecurityGroups:unfiltered': UNFILTERED,
  'DescribeSnapshots:unfiltered': UNFILTERED,
  'DescribeSpotInstanceRequests:unfiltered': UNFILTERED,
  'DescribeVolumes:unfiltered': UNFILTERED,
  CopyImage: { capacity: 100, refillPerSecond: 1 },
  CreateSnapshot: LARGER,
  CreateSnapshots: LARGER,
  CreateTags: TAGGING,
  CreateVolume: LARGER,
  DeleteSnapshot: LARGER,
  DeleteTags: TAGGING,
  DeleteVolume: LARGER,
  DeregisterImage: LARGER,
  ModifyImageAttribute: LARGER,
  ModifySnapshotAttribute: LARGER,
  RunInstances: STARTING,
  StartInstances: STARTING,
  TerminateInstances: LARGER,
};

/**
 * The limit of a bucket: its own, else that of the longest name with `*` that it begins with, else undefined (no
 * limit is known: calls pass freely). Names with `*` stand for EC2 only, never for `SSM:SendCommand`.
 */
export function limitOf(limits: RateLimits, bucket: string): RateLimit | undefined {
  const own = Object.hasOwn(limits, bucket) ? limits[bucket] : undefined;
  if (own || /^\w+:[A-Z]/.test(bucket)) return own;
  const family = Object.keys(limits)
    .filter((name) => name.endsWith('*') && bucket.startsWith(name.slice(0, -1)))
    .sort((one, other) => other.length - one.length)[0];
  return family === undefined ? undefined : limits[family];
}
