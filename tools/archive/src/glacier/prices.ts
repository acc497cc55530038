import type { ArchivedClass, Tier } from './tiers';

/** What a retrieval costs, US dollars. */
export interface RetrievalPrice {
  readonly perGb: number;
  readonly perThousandRequests: number;
}

/** Where the prices are from, and of when. */
export const PRICES_SOURCE =
  'prices of us-east-1 that were not read from AWS itself (https://aws.amazon.com/s3/pricing/); other Regions are dearer';

/**
 * Retrieval prices of us-east-1. AWS changes prices without notice and charges other Regions more: an estimate made of
 * these says whether it is cents or thousands, and no more.
 *
 * @see https://aws.amazon.com/s3/pricing/, https://repost.aws/knowledge-center/s3-manage-data-retrieval
 */
export const RETRIEVAL_PRICES: Readonly<
  Record<ArchivedClass, Readonly<Partial<Record<Tier, RetrievalPrice>>>>
> = {
  GLACIER: {
    expedited: { perGb: 0.03, perThousandRequests: 10 },
    standard: { perGb: 0.01, perThousandRequests: 0.05 },
    bulk: { perGb: 0, perThousandRequests: 0 },
  },
  DEEP_ARCHIVE: {
    standard: { perGb: 0.02, perThousandRequests: 0.1 },
    bulk: { perGb: 0.0025, perThousandRequests: 0.025 },
  },
};

/** US dollars per GB-month of the temporary copies: they are kept, and charged, as S3 Standard. */
export const TEMPORARY_COPY_PER_GB_MONTH = 0.023;

/**
 * US dollars per 1,000 PUT, COPY, POST and LIST requests into a class, us-east-1, as of 2025:
 * https://aws.amazon.com/s3/pricing/
 */
const REQUESTS_INTO: Readonly<Record<string, number>> = {
  STANDARD: 0.005,
  INTELLIGENT_TIERING: 0.005,
  STANDARD_IA: 0.01,
  ONEZONE_IA: 0.01,
  GLACIER_IR: 0.02,
  GLACIER: 0.03,
  DEEP_ARCHIVE: 0.05,
};

/** The same of any class; of one whose price is not known the dearest. */
export function copiesPerThousand(storageClass: string): number {
  return REQUESTS_INTO[storageClass] ?? Math.max(...Object.values(REQUESTS_INTO));
}
