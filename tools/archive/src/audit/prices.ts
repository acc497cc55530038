import { UsageError } from '@strata/cli-kit';

/** US dollars per GB-month by storage class, and where they are from. */
export interface Prices {
  readonly usdPerGbMonth: Readonly<Record<string, number>>;
  readonly source: string;
}

/** The Regions whose prices are the lowest, and alike. */
const LOWEST = {
  STANDARD: 0.023,
  INTELLIGENT_TIERING: 0.023,
  STANDARD_IA: 0.0125,
  ONEZONE_IA: 0.01,
  GLACIER_IR: 0.004,
  GLACIER: 0.0036,
  DEEP_ARCHIVE: 0.00099,
};

/**
 * US dollars per GB-month of the first 50 TB; Intelligent-Tiering at its dearest tier. AWS publishes prices per Region
 * and changes them without notice: https://aws.amazon.com/s3/pricing/. Only Regions and
 * classes whose price is known are here: others are stated.
 */
const BY_REGION: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'eu-central-1': {
    STANDARD: 0.0245,
    INTELLIGENT_TIERING: 0.0245,
    STANDARD_IA: 0.0135,
    ONEZONE_IA: 0.0108,
    GLACIER_IR: 0.005,
    DEEP_ARCHIVE: 0.0018,
  },
  'eu-west-1': LOWEST,
  'us-east-1': LOWEST,
  'us-east-2': LOWEST,
  'us-west-2': LOWEST,
};
const SOURCE = 'for orientation, not read from AWS; check https://aws.amazon.com/s3/pricing/ or give --price';

/** The prices of a Region, the stated ones over the known ones. */
export function pricesIn(region: string, stated: Readonly<Record<string, number>> = {}): Prices {
  const known = BY_REGION[region];
  const names = Object.keys(stated);
  const sources = [
    ...(known === undefined ? [] : [SOURCE]),
    ...(names.length === 0 ? [] : [`${names.join(', ')} as stated by --price`]),
  ];
  return {
    usdPerGbMonth: { ...known, ...stated },
    source: sources.join('; ') || `no price is known for ${region}: state them with --price CLASS=USD`,
  };
}

/** Reads one more `CLASS=USD`, as an option's parser. @throws UsageError */
export function statedPrice(
  text: string,
  before: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const match = /^([A-Z][A-Z_]*)=(\d*\.?\d+)$/.exec(text);
  const price = Number(match?.[2]);
  if (match?.[1] !== undefined && price <= 100) return { ...before, [match[1]]: price };
  throw new UsageError({
    what: '--price is no price of a storage class',
    got: JSON.stringify(text),
    allowed: 'CLASS=USD per GB-month, such as DEEP_ARCHIVE=0.00099; see https://aws.amazon.com/s3/pricing/',
  });
}
