import type { RateLimits } from '@strata/aws';

const LISTING = { capacity: 50, refillPerSecond: 50 };

/**
 * Requests per second that the EBS direct APIs take from an account in a Region: 50 per listing, 1,000 for reading blocks
 * (https://docs.aws.amazon.com/general/latest/gr/ebs-service.html; AWS can raise them, in most Regions).
 */
export const EBS_RATE_LIMITS: RateLimits = {
  'EBS:ListSnapshotBlocks': LISTING,
  'EBS:ListChangedBlocks': LISTING,
  'EBS:GetSnapshotBlock': { capacity: 1000, refillPerSecond: 1000 },
};
