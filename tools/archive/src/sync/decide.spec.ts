import type { ListedObject } from '../listing/listed';
import type { FileEntry } from '../model';
import { type Comparison, decideByFacts, decideByListing, type Facts } from './decide';

const SECOND = 1_000_000_000n;
/** Seconds since some moment; times in tests are these. */
const at = (seconds: number): bigint => 1_700_000_000n * SECOND + BigInt(Math.round(seconds * 1e9));
const file = (mtime: number, { ctime = mtime, size = 5 } = {}): FileEntry => {
  return { kind: 'file', path: 'p', size, mtimeNs: at(mtime), ctimeNs: at(ctime) };
};
const object = (stored: number, { etag = 'e', size = 5 } = {}): ListedObject => {
  const lastModified = new Date(Number(at(stored) / 1_000_000n));
  return { kind: 'object', path: 'p', size, lastModified, etag, storageClass: 'STANDARD' };
};

describe('by the listing', () => {
  const small = { size: 4 };
  const none = { etag: '' };
  it.each<[string, Comparison, FileEntry | ListedObject, FileEntry | ListedObject, string | undefined]>([
    ['sizes differ', 'time', file(0), object(9, small), 'update: size differs'],
    ['sizes differ', 'size', object(0), file(0, small), 'update: size differs'],
    ['sizes differ', 'checksum', object(0), object(0, small), 'update: size differs'],
    ['only sizes count', 'size', file(9), object(0), 'unchanged: same size'],
    ['checksums need a look', 'checksum', file(0), object(9), undefined],
    [
      'stored well after the last change',
      'time',
      file(0),
      object(3),
      'unchanged: stored after its last change',
    ],
    ['stored in the same second', 'time', file(0.5), object(1), undefined],
    ['changed after it was stored', 'time', file(9), object(3), undefined],
    ['an old file moved into place', 'time', file(0, { ctime: 9 }), object(3), undefined],
    ['a file with the object’s time', 'time', object(3), file(3, { ctime: 9 }), 'unchanged: same time'],
    ['a file with another time', 'time', object(3), file(2), undefined],
    ['a file that was changed later', 'time', object(3), file(9), undefined],
    ['the same ETag', 'time', object(3), object(9), 'unchanged: same ETag'],
    ['another ETag', 'time', object(3), object(9, { etag: 'f' }), undefined],
    ['no ETag at all', 'time', object(3, none), object(9, none), undefined],
  ])('%s, compared by %s', (_, comparison, source, destination, expected) => {
    const decision = decideByListing(source, destination, { comparison, skewMs: 0 });
    expect(decision && `${decision.action}: ${decision.reason}`).toBe(expected);
  });

  it('doubts what a restore may have written, however long after the last change of the file', () => {
    const context = { comparison: 'time', skewMs: 0, wasRestored: () => true } as const;
    expect(decideByListing(file(0), object(9), context)).toBeUndefined();
    expect(decideByListing(object(3), file(3), context)?.action).toBe('unchanged');
    expect(decideByListing(file(0), object(9), { ...context, comparison: 'size' })?.action).toBe('unchanged');
  });

  it('minds the clocks: a file that was changed after its object was stored is in doubt though AWS is ahead', () => {
    const [changed, stored] = [file(100), object(103)];
    expect(decideByListing(changed, stored, { comparison: 'time', skewMs: 0 })?.action).toBe('unchanged');
    expect(decideByListing(changed, stored, { comparison: 'time', skewMs: 60_000 })).toBeUndefined();
    expect(decideByListing(file(100), object(50), { comparison: 'time', skewMs: -60_000 })?.action).toBe(
      'unchanged',
    );
  });
});

describe('by facts', () => {
  const nothing: Facts = {
    sourceMtimeNs: undefined,
    destinationMtimeNs: undefined,
    isOtherKind: false,
    sameChecksum: undefined,
  };
  const times = (source: number | undefined, destination: number | undefined): Facts => ({
    ...nothing,
    sourceMtimeNs: source === undefined ? undefined : at(source),
    destinationMtimeNs: destination === undefined ? undefined : at(destination),
  });
  it.each<[string, Comparison, FileEntry | ListedObject, FileEntry | ListedObject, Facts, string]>([
    [
      'one is a link',
      'time',
      file(0),
      object(9),
      { ...times(0, 0), isOtherKind: true },
      'update: kind differs',
    ],
    [
      'equal checksums',
      'checksum',
      file(9),
      object(0),
      { ...times(9, 0), sameChecksum: true },
      'unchanged: same checksum',
    ],
    [
      'other checksums',
      'checksum',
      file(0),
      object(9),
      { ...times(0, 0), sameChecksum: false },
      'update: checksum differs',
    ],
    ['no checksum', 'checksum', file(0), object(9), times(0, 0), 'update: no checksum to compare'],
    ['the same mtime', 'time', file(5), object(0), times(5, 5), 'unchanged: same time'],
    ['the same but for nanoseconds', 'time', file(5), object(0), times(5, 5.0000004), 'unchanged: same time'],
    ['a newer file', 'time', file(5), object(9), times(5, 4.99), 'update: newer'],
    ['an older file', 'time', file(5), object(9), times(5, 6), 'update: time differs'],
    ['a newer object', 'time', object(9), file(3), times(5, 3), 'update: newer'],
    ['an older object', 'time', object(9), file(6), times(5, 6), 'update: time differs'],
    [
      'no mtime, stored later',
      'time',
      file(5),
      object(9),
      times(5, undefined),
      'unchanged: stored after its last change',
    ],
    ['no mtime, stored earlier', 'time', file(5), object(3), times(5, undefined), 'update: newer'],
    ['no mtime, file with another time', 'time', object(9), file(3), times(undefined, 3), 'update: newer'],
    [
      'no mtime, file with a later time',
      'time',
      object(3),
      file(9),
      times(undefined, 9),
      'update: time differs',
    ],
    ['no mtime, file with its time', 'time', object(3), file(3), times(undefined, 3), 'unchanged: same time'],
    [
      'objects without mtimes, copy later',
      'time',
      object(3),
      object(9),
      nothing,
      'unchanged: stored after its last change',
    ],
    ['objects without mtimes, copy earlier', 'time', object(9), object(3), nothing, 'update: newer'],
    [
      'objects with checksums',
      'time',
      object(3),
      object(9),
      { ...nothing, sameChecksum: false },
      'update: checksum differs',
    ],
  ])('%s, compared by %s', (_, comparison, source, destination, facts, expected) => {
    const { action, reason } = decideByFacts(source, destination, facts, { comparison });
    expect(`${action}: ${reason}`).toBe(expected);
  });

  it.each([
    ['with another mtime', times(5, 4.5), 'update: newer'],
    ['with its mtime', times(5, 5), 'unchanged: same time'],
    ['without any', times(5, undefined), 'update: restored'],
  ])('what a restore may have written, %s', (_, facts, expected) => {
    const context = { comparison: 'time', wasRestored: () => true } as const;
    const { action, reason } = decideByFacts(file(5), object(9), facts, context);
    expect(`${action}: ${reason}`).toBe(expected);
  });

  describe('on file systems that keep times coarsely', () => {
    const down = (mtime: number, objects: number | undefined, { ctime = 20, stored = 9 } = {}) =>
      [object(stored), file(mtime, { ctime }), times(objects, mtime)] as const;
    const up = (mtime: number, objects: number, { ctime = 20 } = {}) =>
      [file(mtime, { ctime }), object(9), times(mtime, objects)] as const;
    const fine = { ctime: 20.123456789 };
    it.each<[string, readonly [FileEntry | ListedObject, FileEntry | ListedObject, Facts], string]>([
      ['a download that lost its fraction', down(5, 5.999), 'unchanged: same time'],
      ['a download to FAT', down(4, 5.999), 'unchanged: same time'],
      ['a download to exFAT', down(5.12, 5.1299, { ctime: 20.45 }), 'unchanged: same time'],
      ['a download to FAT of what has no mtime', down(4, undefined, { stored: 5 }), 'unchanged: same time'],
      ['an object that was edited in the next second', down(5, 6.001), 'update: newer'],
      ['on FAT in the next but one', down(4, 6), 'update: newer'],
      ['an object of a second before', down(5, 4.999), 'update: time differs'],
      ['a whole second on a file system that keeps more', down(5, 5.999, fine), 'update: newer'],
      ['exFAT, ten milliseconds on', down(5.12, 5.13, { ctime: 20.45 }), 'update: newer'],
      ['a file that was downloaded and goes back', up(5, 5.999), 'unchanged: same time'],
      ['from FAT', up(4, 5.999), 'unchanged: same time'],
      ['a file that was edited in the next second', up(6, 5.999), 'update: newer'],
      ['a file that was replaced by an older one', up(3, 5), 'update: time differs'],
      ['by one that is a second older', up(5, 6), 'update: time differs'],
      ['an older file on a file system that keeps more', up(5, 5.5, fine), 'update: time differs'],
    ])('%s', (_, [source, destination, facts], expected) => {
      const { action, reason } = decideByFacts(source, destination, facts, { comparison: 'time' });
      expect(`${action}: ${reason}`).toBe(expected);
    });
  });
});
