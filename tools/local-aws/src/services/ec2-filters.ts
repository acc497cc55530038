import { listOf } from '../gateway/derived';
import { Ec2Refusal } from './ec2-refusal';

/** One `Filter.N` of an EC2 call. */
export interface Ec2Filter {
  /** `tag:<key>`, `tag-key` or an attribute's name. */
  readonly name: string;
  readonly values: readonly string[];
  /** Whether one of the values, with `*` and `?` as wildcards, is this one. */
  matches(actual: string): boolean;
}

/** The `Filter.N` parameters of a call (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
export function filtersOf(form: URLSearchParams): Ec2Filter[] {
  const filters: Ec2Filter[] = [];
  for (let index = 1; form.has(`Filter.${index}.Name`); index += 1) {
    const values = listOf(form, `Filter.${index}.Value`);
    const name = form.get(`Filter.${index}.Name`) ?? '';
    filters.push({ name, values, matches: matcher(values) });
  }
  return filters;
}

/**
 * Whether a resource passes every filter.
 *
 * @param attribute value of an attribute; undefined, when the resource has none, matches nothing
 */
export function passesFilters(
  filters: readonly Ec2Filter[],
  tags: ReadonlyMap<string, string>,
  attribute: (name: string) => string | undefined,
): boolean {
  return filters.every((filter) => {
    if (filter.name === 'tag-key') return [...tags.keys()].some(filter.matches);
    const actual = filter.name.startsWith('tag:') ? tags.get(filter.name.slice(4)) : attribute(filter.name);
    return actual !== undefined && filter.matches(actual);
  });
}

/** Refuses filters that the call does not know: those of tags aside, they are named by `attributes`. */
export function checkFilterNames(filters: readonly Ec2Filter[], attributes: object): void {
  for (const { name } of filters) {
    if (name.startsWith('tag:') || name === 'tag-key' || Object.hasOwn(attributes, name)) continue;
    throw new Ec2Refusal('InvalidParameterValue', `The filter '${name}' is invalid`);
  }
}

/** {@link passesFilters} for a single resource, with its attributes in a record. */
export function matchesFilters(
  form: URLSearchParams,
  tags: ReadonlyMap<string, string>,
  attributes: Readonly<Record<string, string>>,
): boolean {
  return passesFilters(filtersOf(form), tags, (name) => attributes[name]);
}

function matcher(values: readonly string[]): (actual: string) => boolean {
  const exact = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => !exact.has(value)).map(wildcard);
  return (actual) => exact.has(actual) || patterns.some((pattern) => pattern.test(actual));
}

/** A backslash takes the meaning from the character after it. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\?[\s\S]/g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    const plain = token.length > 1 ? token.slice(1) : token;
    return plain.replace(/[.+^${}()|[\]\\*?]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}
