import fc from 'fast-check';
import {
  afterWrites,
  allocatedIndices,
  blockData,
  blockIdentity,
  freshContent,
  related,
  restoredContent,
  type BlockContent,
} from './content';

const sizes = fc.record({
  allocated: fc.integer({ min: 0, max: 3000 }),
  written: fc.integer({ min: 0, max: 9000 }),
  more: fc.integer({ min: 0, max: 9000 }),
});
const differing = (one: BlockContent, other: BlockContent) =>
  [...allocatedIndices(one)].filter((index) => blockIdentity(one, index) !== blockIdentity(other, index));

describe('the content of a volume', () => {
  it('holds as many blocks as are allocated, within its size, and data for these alone', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), ({ allocated }, sizeGiB) => {
        const content = freshContent('vol-1', allocated, sizeGiB);
        const indices = [...allocatedIndices(content)];
        expect(indices).toHaveLength(Math.min(allocated, sizeGiB * 2048));
        expect(indices.at(-1) ?? 0).toBeLessThan(sizeGiB * 2048);
        expect(indices.every((index) => blockIdentity(content, index))).toBe(true);
        expect(blockIdentity(content, indices.length * content.stride)).toBeUndefined();
      }),
    );
  });

  it('differs after some writes in as many blocks as were written, at most in all', () => {
    fc.assert(
      fc.property(sizes, ({ allocated, written, more }) => {
        const before = afterWrites(freshContent('vol-1', allocated, 2), written);
        expect(differing(before, afterWrites(before, more))).toHaveLength(Math.min(more, allocated));
      }),
    );
  });

  it('is restored as it was, and then goes its own way', () => {
    fc.assert(
      fc.property(sizes, ({ allocated, written, more }) => {
        const source = afterWrites(freshContent('vol-1', allocated, 2), written);
        const restored = restoredContent('vol-2', source);
        expect(differing(source, restored)).toEqual([]);
        const [left, right] = [afterWrites(source, more), afterWrites(restored, more)];
        expect(differing(restored, right)).toHaveLength(Math.min(more, allocated));
        expect(differing(left, right).length).toBeGreaterThanOrEqual(Math.min(more, allocated));
        expect(related(left, right)).toBe(true);
        expect(related(left, freshContent('vol-3', allocated, 2))).toBe(false);
      }),
    );
  });

  it('gives equal data for equal names alone', () => {
    expect(blockData('a').equals(blockData('a'))).toBe(true);
    expect(blockData('a').equals(blockData('b'))).toBe(false);
  });
});
