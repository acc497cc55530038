import * as fc from 'fast-check';
import { asSubject } from './subject';

describe('a subject', () => {
  it.each([
    ['[prod] 3 files', '[prod] 3 files'],
    ['two\r\nlines\tand a tab', 'two lines and a tab'],
    ['Zürich – café', 'Zurich ? cafe'],
    ['x'.repeat(99), 'x'.repeat(99)],
    ['x'.repeat(100), `${'x'.repeat(96)}...`],
  ])('of %j is %j', (text, subject) => {
    expect(asSubject(text)).toBe(subject);
  });

  it('is one that SNS takes, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(asSubject(`a${text}`)).toMatch(/^[!-~][ -~]{0,98}$/);
      }),
    );
  });
});
