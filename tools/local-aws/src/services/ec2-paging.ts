import { Ec2Refusal } from './ec2-refusal';

/** Where a page starts and how long it may be. */
export interface PageRequest {
  /** Sequence number after which the page starts; -1 at the beginning. */
  readonly after: number;
  /** Infinity when the caller did not ask for pages. */
  readonly limit: number;
}

/**
 * `MaxResults` (5 to 1000; more is taken for 1000) and `NextToken`
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination).
 *
 * @param ids of the resources that the call names: AWS takes either ids or pages
 */
export function pageRequest(form: URLSearchParams, ids: readonly string[], idsName: string): PageRequest {
  const asked = form.get('MaxResults');
  if (asked !== null && ids.length > 0) {
    throw new Ec2Refusal(
      'InvalidParameterCombination',
      `The parameter ${idsName} cannot be used with the parameter maxResults`,
    );
  }
  const limit = asked === null ? Infinity : Number(asked);
  if (Number.isNaN(limit) || limit < 5) {
    throw new Ec2Refusal(
      'InvalidParameterValue',
      `Value ( ${asked} ) for parameter maxResults is invalid. Expecting a value greater than 5.`,
    );
  }
  const token = form.get('NextToken');
  return { after: token ? sequenceOf(token) : -1, limit: asked === null ? Infinity : Math.min(limit, 1000) };
}

/**
 * Cuts a page out of resources that are in ascending sequence. The token names the last one shown, so that what is
 * created or deleted meanwhile neither repeats nor hides another.
 */
export function page<T extends { readonly sequence: number }>(
  inOrder: Iterable<T>,
  request: PageRequest,
): { readonly items: T[]; readonly nextToken: string | undefined } {
  const items: T[] = [];
  for (const item of inOrder) {
    if (item.sequence <= request.after) continue;
    if (items.length === request.limit) return { items, nextToken: tokenOf(items.at(-1)?.sequence ?? -1) };
    items.push(item);
  }
  return { items, nextToken: undefined };
}

function tokenOf(sequence: number): string {
  return Buffer.from(`after:${sequence}`).toString('base64url');
}

function sequenceOf(token: string): number {
  const match = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (!match) {
    throw new Ec2Refusal(
      'InvalidPaginationToken',
      'The specified pagination token is not valid or is expired.',
    );
  }
  return Number(match[1]);
}
