import type { GatewayResponse } from '../gateway/service';
import { amendXml, child, setChild, type XmlElement } from '../gateway/xml-tree';

/** What `encoding-type=url` encodes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
const ENCODED = ['Key', 'Prefix', 'KeyMarker', 'NextKeyMarker', 'Delimiter'];

/**
 * moto's `ListObjectVersions` with keys encoded as the caller asked. moto encodes only the other listings; a caller
 * that decodes what it gets then deletes `a b` instead of `a%20b`, and a bucket never becomes empty.
 */
export function withEncodedKeys(answer: GatewayResponse): GatewayResponse {
  return amendXml(answer, (root) => {
    if (child(root, 'EncodingType')) return;
    for (const element of [root, ...root.children]) encode(element);
    setChild(root, 'EncodingType', 'url');
  });
}

function encode(element: XmlElement): void {
  for (const field of element.children) {
    if (ENCODED.includes(field.name)) field.text = encodeURIComponent(field.text).replaceAll('%2F', '/');
  }
}
