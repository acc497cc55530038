import { EbsRefusal } from './errors';

/** How long block and page tokens are good (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-elements.html). */
const TOKEN_LIFE_MS = 7 * 24 * 3600 * 1000;

/** When tokens of an answer given now expire. */
export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + TOKEN_LIFE_MS);
}

/** A token that lets its bearer read one block of one snapshot. */
export function blockToken(snapshotId: string, index: number, expiry: Date): string {
  return encode(['block', snapshotId, index, expiry.getTime()]);
}

/** @throws EbsRefusal when the token is another block's, or too old */
export function checkBlockToken(token: string, snapshotId: string, index: number, now: Date): void {
  const [kind, ofSnapshot, ofIndex, expiry] = decode(token) ?? [];
  if (kind === 'block' && ofSnapshot === snapshotId && ofIndex === index && Number(expiry) > now.getTime())
    return;
  throw new EbsRefusal(
    'ValidationException',
    'INVALID_BLOCK_TOKEN',
    'The block token is invalid or expired.',
  );
}

/** A token of the page that starts at a block index, for the same list. */
export function pageToken(list: string, start: number): string {
  return encode(['page', list, start]);
}

/** @throws EbsRefusal when the token is another list's */
export function pageStart(token: string, list: string): number {
  const [kind, ofList, start] = decode(token) ?? [];
  if (kind === 'page' && ofList === list) return Number(start);
  throw new EbsRefusal('ValidationException', 'INVALID_PAGE_TOKEN', 'The page token is invalid.');
}

function encode(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64');
}

function decode(token: string): unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}
