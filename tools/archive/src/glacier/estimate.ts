import { plural } from '@strata/cli-kit';
import { copiesPerThousand, PRICES_SOURCE, RETRIEVAL_PRICES, TEMPORARY_COPY_PER_GB_MONTH } from './prices';
import {
  ARCHIVED_CLASSES,
  type ArchivedClass,
  isArchived,
  refuseImpossibleTier,
  RETRIEVAL_HOURS,
  type Tier,
} from './tiers';

/** How many objects of a class there are, and how large they are together. */
export interface Amount {
  readonly objects: number;
  readonly bytes: number;
}

/** What retrieving archived objects takes. Figures are of list prices and AWS's usual times, not promises. */
export interface RetrievalEstimate {
  readonly tier: Tier;
  /** How long the temporary copies are kept. */
  readonly days: number;
  readonly byClass: Readonly<Partial<Record<ArchivedClass, Amount>>>;
  /** US dollars, at most: objects whose retrieval is paid already are counted again. The copies' requests are part of it. */
  readonly usd: number;
  /** Of that, the requests that copy them inside S3; nothing where they are read instead. */
  readonly copiesUsd: number;
  /** From and to, until the last is there. */
  readonly hours: readonly [number, number];
  readonly source: string;
}

/** Copies keep the storage class of what they are copied from. */
export const EACH_ITS_OWN = 'as each was';

/** Adds up archived objects by class. */
export class ArchivedAmounts {
  readonly #amounts: Partial<Record<ArchivedClass, { objects: number; bytes: number }>> = {};

  /** Counts an object; those that need no retrieval count for nothing. */
  add({ storageClass, size }: { readonly storageClass: string; readonly size: number }): void {
    if (!isArchived(storageClass)) return;
    const amount = (this.#amounts[storageClass] ??= { objects: 0, bytes: 0 });
    amount.objects += 1;
    amount.bytes += size;
  }

  /**
   * What retrieving them takes, and copying them then; undefined when there are none.
   *
   * @param copiedInto storage class of the copies: `EACH_ITS_OWN` keeps that of each object; undefined where none are made in S3
   * @throws UsageError when one of the classes does not have that tier
   */
  estimate(tier: Tier, days: number, copiedInto: string | undefined): RetrievalEstimate | undefined {
    const classes = ARCHIVED_CLASSES.filter((each) => this.#amounts[each] !== undefined);
    if (classes.length === 0) return undefined;
    let usd = 0;
    let copiesUsd = 0;
    let from = 0;
    let to = 0;
    for (const each of classes) {
      refuseImpossibleTier(tier, each);
      const { objects = 0, bytes = 0 } = this.#amounts[each] ?? {};
      const price = RETRIEVAL_PRICES[each][tier];
      const gb = bytes / 1024 ** 3;
      usd += gb * (price?.perGb ?? 0) + (objects / 1000) * (price?.perThousandRequests ?? 0);
      usd += gb * TEMPORARY_COPY_PER_GB_MONTH * (days / 30);
      if (copiedInto !== undefined)
        copiesUsd += (objects / 1000) * copiesPerThousand(copiedInto === EACH_ITS_OWN ? each : copiedInto);
      const hours = RETRIEVAL_HOURS[each][tier] ?? [0, 0];
      [from, to] = [Math.max(from, hours[0]), Math.max(to, hours[1])];
    }
    const byClass = this.#amounts;
    return { tier, days, byClass, usd: usd + copiesUsd, copiesUsd, hours: [from, to], source: PRICES_SOURCE };
  }
}

/** The estimate in words. */
export function estimateText(estimate: RetrievalEstimate): string {
  const { tier, days, byClass, usd, copiesUsd, hours, source } = estimate;
  const amounts = ARCHIVED_CLASSES.flatMap((each) => {
    const amount = byClass[each];
    return amount === undefined
      ? []
      : [`${plural(amount.objects, 'object')} in ${each} (${gigabytes(amount.bytes)})`];
  });
  return [
    `${amounts.join(' and ')} must be retrieved first, as ${tier}: usually ${time(hours)}, and ${dollars(usd)}`,
    `for the retrieval${copiesUsd > 0 ? ', the copies’ requests' : ''} and ${plural(days, 'day')} of temporary copies.`,
    `Not included: ${copiesUsd > 0 ? 'storage of the copies, transfer to another Region, ' : 'transfer out of AWS, '}requests of AWS KMS, fees of Batch Operations.`,
    `This is a rough figure of ${source}.`,
  ].join(' ');
}

function dollars(usd: number): string {
  if (usd < 0.01) return 'less than 0.01 USD';
  return `about ${usd < 10 ? usd.toFixed(2) : Math.ceil(usd)} USD`;
}

function gigabytes(bytes: number): string {
  const gb = bytes / 1024 ** 3;
  return gb < 0.1 ? `${(bytes / 1024 ** 2).toFixed(1)} MiB` : `${gb.toFixed(1)} GiB`;
}

function time([from, to]: readonly [number, number]): string {
  if (to < 1) return `${Math.round(from * 60)} to ${Math.round(to * 60)} minutes`;
  return `${from} to ${to} hours`;
}
