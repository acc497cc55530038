import { listOf } from '../gateway/derived';

/**
 * Whether a resource passes the `Filter.N` parameters of an EC2 call: every filter, by any of its values, with `*` and
 * `?` as wildcards (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html).
 *
 * @param attributes what `Filter.N.Name` may name beside `tag:<key>` and `tag-key`; an unknown name matches nothing
 */
export function matchesFilters(
  form: URLSearchParams,
  tags: ReadonlyMap<string, string>,
  attributes: Readonly<Record<string, string>>,
): boolean {
  for (let index = 1; ; index += 1) {
    const name = form.get(`Filter.${index}.Name`);
    if (name === null) return true;
    const actual =
      name === 'tag-key'
        ? [...tags.keys()]
        : [name.startsWith('tag:') ? tags.get(name.slice(4)) : attributes[name]];
    const wanted = listOf(form, `Filter.${index}.Value`).map(wildcard);
    if (!actual.some((value) => value !== undefined && wanted.some((pattern) => pattern.test(value))))
      return false;
  }
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
