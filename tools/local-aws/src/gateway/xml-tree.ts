import { XMLParser } from 'fast-xml-parser';
import type { GatewayResponse } from './service';

/** An element of an AWS XML answer. AWS never mixes text and elements. */
export interface XmlElement {
  readonly name: string;
  /** ` name="value"` pairs as written. */
  readonly attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** Unescaped. */
  text: string;
}

type OrderedNode = Record<string, unknown> & { ':@'?: Record<string, string>; '#text'?: string };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
});

/** Changes moto's XML answer through its element tree; errors and non-XML answers stay as they are. */
export function amendXml(answer: GatewayResponse, amend: (root: XmlElement) => void): GatewayResponse {
  if (answer.status >= 300) return answer;
  const root = parseXml(answer.body.toString());
  if (!root) return answer;
  amend(root);
  return { ...answer, body: `<?xml version="1.0" encoding="utf-8"?>\n${renderXml(root)}` };
}

/** The root element, or undefined when the text holds none. */
export function parseXml(text: string): XmlElement | undefined {
  return elements(parser.parse(text) as OrderedNode[])[0];
}

/** All descendants with a name, in document order. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendants(child, name),
  ]);
}

/** First child with a name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

/** Text of a child; empty when there is none. */
export function childText(element: XmlElement, name: string): string {
  return child(element, name)?.text ?? '';
}

/** Gives an element a child with this text, in place of the one it has. `undefined` takes it away. */
export function setChild(element: XmlElement, name: string, text: string | undefined): void {
  element.children = element.children.filter((candidate) => candidate.name !== name);
  if (text !== undefined) element.children.push({ name, attributes: {}, children: [], text });
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The parser leaves entities alone: its own decoding knows no character references and has limits on size. */
function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex) return String.fromCodePoint(parseInt(hex, 16));
      if (decimal) return String.fromCodePoint(Number(decimal));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}

function elements(nodes: readonly OrderedNode[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inner = node[name] as OrderedNode[];
    const text = inner.map((item) => item['#text'] ?? '').join('');
    const children = elements(inner);
    return [
      { name, attributes: node[':@'] ?? {}, children, text: children.length > 0 ? '' : unescapeXml(text) },
    ];
  });
}

/** An element as text; its text is escaped. */
export function renderXml({ name, attributes, children, text }: XmlElement): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${pairs.join('')}>${escapeXml(text)}${children.map(renderXml).join('')}</${name}>`;
}
