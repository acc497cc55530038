import { InvalidRequestException } from '../errors';

/** One page of a list, and the `NextToken` member when there is more. `MaxResults` is 1 to 100. */
export function page<T>(
  all: readonly T[],
  maxResults = 100,
  token: string | undefined,
): { items: T[]; next: { NextToken?: string } } {
  if (!Number.isInteger(maxResults) || maxResults < 0 || maxResults > 100) {
    throw new InvalidRequestException(`MaxResults must be between 0 and 100, but is ${maxResults}.`);
  }
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) throw new InvalidRequestException('NextToken is not valid.');
  const to = from + (maxResults || 100);
  const next = to < all.length ? { NextToken: Buffer.from(String(to)).toString('base64url') } : {};
  return { items: all.slice(from, to), next };
}
