import fc from 'fast-check';
import { partRanges, partSize } from './parts';

const MEBIBYTE = 1024 ** 2;

it('covers every byte once, in no more than 10,000 parts of one size but the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 14 }), fc.integer({ min: 5, max: 64 }), (size, wanted) => {
      const bytes = partSize(size, wanted * MEBIBYTE);
      expect(Math.ceil(size / bytes)).toBeLessThanOrEqual(10_000);
      expect(bytes).toBeGreaterThanOrEqual(wanted * MEBIBYTE);
      let end = 0;
      const wrong: unknown[] = [];
      for (const part of partRanges(size, wanted * MEBIBYTE)) {
        const isWhole = part.end - part.start === bytes || part.end === size;
        if (part.start !== end || part.number !== Math.floor(end / bytes) + 1 || !isWhole) wrong.push(part);
        end = part.end;
      }
      expect([end, wrong]).toEqual([size, []]);
    }),
    { numRuns: 20 },
  );
});
