import type { Filter } from '@aws-sdk/client-ec2';
import type { Tag } from '../model';

/** Values that one filter may have (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
const VALUES_PER_FILTER = 200;

/** The filter for a tag, by key and value. */
export function tagFilter({ key, value }: Tag): Filter {
  return { Name: `tag:${key}`, Values: [value] };
}

/** The filter for tags with a key, whatever their values; none where no key is asked for. */
export function tagKeyFilter(key: string | undefined): Filter[] {
  return key === undefined ? [] : [{ Name: 'tag-key', Values: [key] }];
}

/**
 * Splits a list of ids into as many as one request takes. Ids in a *filter* that do not exist are simply not found;
 * as arguments they would fail the whole request.
 */
export function idBatches(ids: readonly string[], size = VALUES_PER_FILTER): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < ids.length; at += size) batches.push(ids.slice(at, at + size));
  return batches;
}
