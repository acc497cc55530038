/** What {@link renderXml} turns into text: keys are elements, `@key` an attribute, arrays repeat their element. */
export type XmlDocument = Readonly<Record<string, unknown>>;

/**
 * Writes a document as XML. A tenth of the general builder's time: a page of a thousand snapshots is 0.8 MB, and
 * benchmarks read many. `undefined` leaves an element out; a date becomes ISO 8601 with milliseconds.
 */
export function renderXml(document: XmlDocument): string {
  let text = '';
  for (const name in document) {
    if (!name.startsWith('@')) text += renderValue(name, document[name]);
  }
  return text;
}

function renderValue(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => renderValue(name, item)).join('');
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  if (typeof value === 'object' && value !== null) {
    const document = value as XmlDocument;
    return `<${name}${attributes(document)}>${renderXml(document)}</${name}>`;
  }
  return `<${name}>${typeof value === 'string' ? escapeText(value) : String(value)}</${name}>`;
}

function attributes(document: XmlDocument): string {
  let text = '';
  for (const name in document) {
    if (name.startsWith('@')) text += ` ${name.slice(1)}="${escapeText(String(document[name]))}"`;
  }
  return text;
}

const SPECIAL = /[&<>"\r]/;

function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
