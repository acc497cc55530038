/**
 * Headers that belong to one connection and not to the message (RFC 9110, 7.6.1). `transfer-encoding` stays: Node
 * frames the other side by it. `expect` goes because the gateway has already answered `100 Continue` itself.
 */
const CONNECTION_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);

/** Raw header pairs (name, value, name, value, …) without those of the connection; order, case and repeats kept. */
export function forwardedHeaders(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] as string);
  }
  return kept;
}

/** The same headers framed for a body of known length. */
export function withLength(rawHeaders: readonly string[], bytes: number): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    if (name !== 'content-length' && name !== 'transfer-encoding') {
      kept.push(rawHeaders[index] as string, rawHeaders[index + 1] as string);
    }
  }
  return [...kept, 'Content-Length', String(bytes)];
}

/** Raw pairs of a header record; a header given several times becomes several pairs. */
export function headerPairs(headers: Readonly<Record<string, string | string[] | undefined>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => [name, one]),
  );
}

/** The record of raw pairs: names in lower case, a header given several times as a list. */
export function headerRecord(rawHeaders: readonly string[]): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    const value = rawHeaders[index + 1] as string;
    const earlier = record[name];
    record[name] = earlier === undefined ? value : [...[earlier].flat(), value];
  }
  return record;
}
