import type { ListLocationsRequest, LocationFilter } from '@aws-sdk/client-datasync';
import { InvalidRequestException, notInEnum } from '../errors';
import type { Location } from '../model';
import type { Registry } from '../registry';
import { page } from './paging';

/** `efs://us-east-1.fs-0123/sub/` or `s3://bucket/prefix/`: API_LocationListEntry.html. */
export function locationUri(location: Location): string {
  const host = location.type === 'efs' ? `${location.region}.${location.fileSystemId}` : location.bucket;
  return `${location.type}://${host}${location.subdirectory}`;
}

/**
 * A subdirectory as AWS keeps it: one leading and one trailing slash.
 * @throws InvalidRequestException for `//`, `/./` and `/../`, which DataSync cannot transfer.
 */
export function normalSubdirectory(subdirectory: string | undefined): string {
  const wrapped = `/${(subdirectory ?? '').replace(/^\//, '').replace(/\/$/, '')}/`;
  if (wrapped === '//') return '/';
  if (/\/\/|\/\.{1,2}\//.test(wrapped)) {
    throw new InvalidRequestException(
      `Invalid subdirectory '${subdirectory}': it must not begin with a double slash or include //, /./ or /../.`,
    );
  }
  return wrapped;
}

/** DeleteLocation: refused while a task uses it. */
export function deleteLocation(registry: Registry, input: { LocationArn?: string }): object {
  const location = registry.location(input.LocationArn);
  const user = [...registry.tasks.values()].find((task) =>
    [task.sourceLocationArn, task.destinationLocationArn].includes(location.arn),
  );
  if (user) {
    throw new InvalidRequestException(
      `Location ${location.arn} is in use by task ${user.arn}. Delete the task first.`,
    );
  }
  registry.locations.delete(location.arn);
  return {};
}

/** ListLocations of one Region, with filters and paging. */
export function listLocations(registry: Registry, region: string, input: ListLocationsRequest): object {
  const all = [...registry.locations.values()].filter(
    (location) =>
      location.region === region && (input.Filters ?? []).every((filter) => passes(location, filter)),
  );
  const { items, next } = page(all, input.MaxResults, input.NextToken);
  return {
    Locations: items.map((location) => ({ LocationArn: location.arn, LocationUri: locationUri(location) })),
    ...next,
  };
}

function passes(location: Location, { Name, Values = [], Operator }: LocationFilter): boolean {
  const values = Values as string[];
  if (Name === 'LocationType')
    return compare(
      location.type.toUpperCase(),
      Operator,
      values.map((v) => v.toUpperCase()),
    );
  if (Name === 'LocationUri') return compare(locationUri(location), Operator, values);
  if (Name === 'CreationTime') return compareTimes(location.creationTime, Operator, values);
  throw notInEnum('filters.name', Name, ['LocationUri', 'LocationType', 'CreationTime']);
}

/** The text operators of API_LocationFilter and API_TaskFilter. */
export function compare(actual: string, operator: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case 'Equals':
    case 'In':
      return values.includes(actual);
    case 'NotEquals':
      return !values.includes(actual);
    case 'Contains':
      return values.some((value) => actual.includes(value));
    case 'NotContains':
      return !values.some((value) => actual.includes(value));
    case 'BeginsWith':
      return values.some((value) => actual.startsWith(value));
    default:
      throw notInEnum('filters.operator', operator, [
        'Equals',
        'NotEquals',
        'In',
        'Contains',
        'NotContains',
        'BeginsWith',
      ]);
  }
}

/** The time operators; `values[0]` is an ISO 8601 time. */
export function compareTimes(actual: Date, operator: string | undefined, values: readonly string[]): boolean {
  const [a, b] = [actual.getTime(), Date.parse(values[0] ?? '')];
  switch (operator) {
    case 'LessThan':
      return a < b;
    case 'LessThanOrEqual':
      return a <= b;
    case 'GreaterThan':
      return a > b;
    case 'GreaterThanOrEqual':
      return a >= b;
    case 'Equals':
      return a === b;
    case 'NotEquals':
      return a !== b;
    default:
      throw notInEnum('filters.operator', operator, [
        'Equals',
        'NotEquals',
        'LessThan',
        'LessThanOrEqual',
        'GreaterThan',
        'GreaterThanOrEqual',
      ]);
  }
}
