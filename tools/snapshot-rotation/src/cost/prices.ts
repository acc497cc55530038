import { UsageError } from '@strata/cli-kit';

/** A price of snapshots in the standard tier, and where it is from. */
export interface Price {
  readonly usdPerGbMonth: number;
  readonly source: string;
}

/**
 * US dollars per GB-month of snapshots in the standard tier. AWS publishes prices per Region and changes them without
 * notice: https://aws.amazon.com/ebs/pricing/. These are second-hand readings of it, for orientation; for other Regions, and
 * where it matters, the price is stated.
 */
const USD_PER_GB_MONTH: Readonly<Record<string, number>> = {
  'ap-southeast-2': 0.055,
  'eu-central-1': 0.054,
  'us-east-1': 0.05,
  'us-west-1': 0.055,
  'us-west-2': 0.05,
};
const SOURCE =
  'for orientation, not read from AWS; check https://aws.amazon.com/ebs/pricing/ or give --price';

/** The price in a Region: the stated one, else the one that is known; undefined when there is neither. */
export function priceIn(region: string, stated: number | undefined): Price | undefined {
  if (stated !== undefined) return { usdPerGbMonth: stated, source: 'stated by --price' };
  const known = USD_PER_GB_MONTH[region];
  return known === undefined ? undefined : { usdPerGbMonth: known, source: SOURCE };
}

/** Reads a price, US dollars per GB-month. @throws UsageError */
export function priceOf(text: string): number {
  const price = Number(text);
  if (/^\d*\.?\d+$/.test(text) && price <= 100) return price;
  throw new UsageError({
    what: '--price is no price of a GB-month',
    got: text,
    allowed: 'US dollars, such as 0.05; see https://aws.amazon.com/ebs/pricing/',
  });
}
