import type {
  ListTagsForResourceRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-datasync';
import { tagMap } from '../model';
import type { Registry } from '../registry';
import { page } from './paging';

/** TagResource: adds, and replaces tags of the same key. */
export function tagResource(registry: Registry, input: TagResourceRequest): object {
  const tags = registry.tagsOf(input.ResourceArn);
  for (const [key, value] of tagMap(input.Tags)) tags.set(key, value);
  return {};
}

/** UntagResource: keys that are not there are no error. */
export function untagResource(registry: Registry, input: UntagResourceRequest): object {
  const tags = registry.tagsOf(input.ResourceArn);
  for (const key of input.Keys ?? []) tags.delete(key);
  return {};
}

/** ListTagsForResource. */
export function listTagsForResource(registry: Registry, input: ListTagsForResourceRequest): object {
  const tags = [...registry.tagsOf(input.ResourceArn)].map(([Key, Value]) => ({ Key, Value }));
  const { items, next } = page(tags, input.MaxResults, input.NextToken);
  return { Tags: items, ...next };
}
