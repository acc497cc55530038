import fc from 'fast-check';
import { amendXml, child, childText, descendants, parseXml, setChild } from './xml-tree';

const answer = (body: string, status = 200) => ({ status, headers: {}, body });

describe('amendXml', () => {
  it('leaves everything alone that it is not told to change', () => {
    const body =
      '<R xmlns="http://x/"><set><item><id>a</id><empty></empty><n>007</n></item><item><id>b &lt;&amp;&#x41;</id></item></set></R>';
    const amended = amendXml(answer(body), () => undefined);
    expect(amended.body).toBe(`<?xml version="1.0" encoding="utf-8"?>\n${body.replace('&#x41;', 'A')}`);
  });

  it('sets, replaces and removes children', () => {
    const amended = amendXml(answer('<R><item><a>1</a><b>2</b></item></R>'), (root) => {
      for (const item of descendants(root, 'item')) {
        setChild(item, 'a', '<new>');
        setChild(item, 'b', undefined);
        setChild(item, 'c', '');
      }
    });
    expect(amended.body).toContain('<R><item><a>&lt;new&gt;</a><c></c></item></R>');
  });

  it.each([
    ['an error', answer('<R><a>1</a></R>', 404)],
    ['an empty body', answer('')],
  ])('does not touch %s', (_, given) => {
    expect(amendXml(given, (root) => setChild(root, 'a', '2'))).toBe(given);
  });

  it('reads any text that it has written', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const { body } = amendXml(answer('<R></R>'), (root) => setChild(root, 'a', text));
        const root = parseXml(body.toString());
        expect(root && childText(root, 'a')).toBe(text);
      }),
    );
  });
});

describe('child', () => {
  it('answers the first child of a name, or none', () => {
    const root = parseXml('<R><a>1</a><a>2</a></R>');
    expect(root && child(root, 'a')?.text).toBe('1');
    expect(root && child(root, 'b')).toBeUndefined();
  });
});
