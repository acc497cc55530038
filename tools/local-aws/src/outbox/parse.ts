/** A message taken apart: header fields by lower-case name, unfolded and decoded, and the text of its body. */
export interface ParsedMessage {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/**
 * Parses a single-part RFC 5322 text message: folded headers, encoded words (RFC 2047), quoted-printable and base64
 * bodies (RFC 2045). Of a repeated header the last counts.
 */
export function parseMessage(raw: Buffer): ParsedMessage {
  const source = raw.toString('latin1').replaceAll('\r\n', '\n');
  const end = source.indexOf('\n\n');
  const head = end === -1 ? source : source.slice(0, end);
  const body = end === -1 ? '' : source.slice(end + 2);
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim()));
  }
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '7bit';
  return { headers, text: decodeBody(body, encoding).toString('utf8') };
}

/** Decodes `=?utf-8?Q?…?=` and `=?utf-8?B?…?=`; white space between two encoded words is not content. */
export function decodeWords(value: string): string {
  const word = /=\?([\w-]+)\?([QB])\?([^?]*)\?=/gi;
  const joined = value.replaceAll(/(\?=)\s+(=\?)/g, '$1$2');
  const utf8 = Buffer.from(joined, 'latin1').toString('utf8');
  // Characters may be split between neighbouring words: decode a run of words as one sequence of bytes.
  return utf8.replaceAll(/(?:=\?[\w-]+\?[QB]\?[^?]*\?=)+/gi, (run) => {
    const parts = [...run.matchAll(word)].map(([, , kind = '', text = '']) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quotedPrintable(text.replaceAll('_', ' ')),
    );
    return Buffer.concat(parts).toString('utf8');
  });
}

function decodeBody(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding === 'quoted-printable') return quotedPrintable(body.replaceAll(/=[ \t]*\n/g, ''));
  return Buffer.from(body, 'latin1');
}

function quotedPrintable(text: string): Buffer {
  const decoded = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}
