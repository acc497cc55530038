import { UsageError } from '@strata/cli-kit';

/** How fast an archived object is retrieved. */
export const TIERS = ['bulk', 'standard', 'expedited'] as const;
export type Tier = (typeof TIERS)[number];

/** Storage classes whose objects must be retrieved before they can be read. */
export const ARCHIVED_CLASSES = ['GLACIER', 'DEEP_ARCHIVE'] as const;
export type ArchivedClass = (typeof ARCHIVED_CLASSES)[number];

/**
 * Whether objects of a class must be retrieved first. Those of Intelligent-Tiering may have to be, which no listing
 * shows; Glacier Instant Retrieval never.
 */
export function isArchived(storageClass: string): storageClass is ArchivedClass {
  return (ARCHIVED_CLASSES as readonly string[]).includes(storageClass);
}

/**
 * How long retrievals take, hours from and to.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html
 */
export const RETRIEVAL_HOURS: Readonly<
  Record<ArchivedClass, Readonly<Partial<Record<Tier, readonly [number, number]>>>>
> = {
  GLACIER: { expedited: [1 / 60, 5 / 60], standard: [3, 5], bulk: [5, 12] },
  DEEP_ARCHIVE: { standard: [9, 12], bulk: [12, 48] },
};

/** Reads `--tier`. @throws UsageError */
export function tierOf(text: string): Tier {
  const tier = TIERS.find((each) => each === text);
  if (tier !== undefined) return tier;
  throw new UsageError({ what: '--tier is no retrieval tier', got: text, allowed: TIERS.join(', ') });
}

/** Refuses a tier that objects of a class cannot be retrieved in. @throws UsageError */
export function refuseImpossibleTier(tier: Tier, storageClass: ArchivedClass): void {
  if (RETRIEVAL_HOURS[storageClass][tier] !== undefined) return;
  throw new UsageError({
    what: `Objects in ${storageClass} cannot be retrieved as ${tier}`,
    allowed: `--tier ${Object.keys(RETRIEVAL_HOURS[storageClass]).join(' or --tier ')}`,
    fix: 'Nothing was done.',
  });
}
