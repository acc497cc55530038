import fc from 'fast-check';
import { childText, parseXml } from '../gateway/xml-tree';
import { renderXml } from './ec2-xml';

describe('renderXml', () => {
  it('repeats arrays, writes attributes and dates, and leaves out what is undefined', () => {
    const item = [{ id: 'a' }, { id: 'b' }];
    const made = renderXml({
      R: { '@xmlns': 'x"y', set: { item }, none: undefined, empty: '', on: false, at: new Date(0) },
    });
    expect(made).toBe(
      '<R xmlns="x&quot;y"><set><item><id>a</id></item><item><id>b</id></item></set><empty></empty>' +
        '<on>false</on><at>1970-01-01T00:00:00.000Z</at></R>',
    );
  });

  it('keeps any text through writing and reading', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (text) => {
        const root = parseXml(renderXml({ R: { text } }));
        expect(root && childText(root, 'text')).toBe(text);
      }),
    );
  });
});
