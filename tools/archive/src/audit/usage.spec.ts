import { estimateStorage } from './estimate';
import { pricesIn, statedPrice } from './prices';
import { addUp, type StoredVersion } from './usage';

const NONE = { uploads: 0, bytes: 0, oldest: undefined };
const GB = 1024 ** 3;

async function* versions(...rows: readonly Partial<StoredVersion>[]): AsyncGenerator<StoredVersion> {
  for (const row of rows) {
    yield { key: 'k', size: 0, storageClass: 'STANDARD', isLatest: false, isDeleteMarker: false, ...row };
  }
}

describe('what is stored', () => {
  it('is told by class, current and noncurrent apart, and knows markers that hide nothing', async () => {
    const usage = await addUp(
      versions(
        { key: 'a', size: 5, isLatest: true },
        { key: 'a', size: 3, storageClass: 'DEEP_ARCHIVE' },
        { key: 'b', isDeleteMarker: true, isLatest: true },
        { key: 'c', isDeleteMarker: true, isLatest: true },
        { key: 'c', size: 2 },
        { key: 'd', isDeleteMarker: true, isLatest: true },
        { key: 'd', isDeleteMarker: true },
      ),
      new Date(0),
    );
    expect(usage).toMatchObject({
      current: [{ storageClass: 'STANDARD', objects: 1, bytes: 5 }],
      noncurrent: [
        { storageClass: 'DEEP_ARCHIVE', objects: 1, bytes: 3 },
        { storageClass: 'STANDARD', objects: 1, bytes: 2 },
      ],
      deleteMarkers: 4,
      loneMarkers: 3,
    });
  });

  it('is billed with the least size of a class', async () => {
    const usage = await addUp(
      versions({ size: 1, storageClass: 'STANDARD_IA', isLatest: true }),
      new Date(0),
    );
    expect(usage.current).toEqual([
      { storageClass: 'STANDARD_IA', objects: 1, bytes: 1, billedBytes: 131_072 },
    ]);
  });
});

describe('the estimate', () => {
  const usd = async (
    rows: readonly Partial<StoredVersion>[],
    stated: Record<string, number>,
    region = 'nowhere',
  ) => estimateStorage(await addUp(versions(...rows), new Date(0)), NONE, pricesIn(region, stated));

  it('prices each class by its GB, and a Glacier object with its 32 KB and 8 KB besides', async () => {
    const { monthlyUsd, rows } = await usd(
      [
        { size: 10 * GB, isLatest: true },
        { size: GB, storageClass: 'DEEP_ARCHIVE' },
      ],
      { STANDARD: 0.02, DEEP_ARCHIVE: 0.001 },
    );
    expect(rows.map((row) => row.monthlyUsd)).toEqual([
      0.2,
      expect.closeTo(0.001 + (32 * 0.001 + 8 * 0.02) / 2 ** 20, 12),
    ]);
    expect(monthlyUsd).toBeCloseTo(0.201, 6);
  });

  it('says which classes have no price rather than counting them as free', async () => {
    const { rows, unpriced } = await usd(
      [{ size: GB, storageClass: 'SNOW', isLatest: true }],
      {},
      'eu-central-1',
    );
    expect(rows[0]?.monthlyUsd).toBeUndefined();
    expect(unpriced).toEqual(['SNOW']);
  });

  it('counts parts of unfinished uploads as S3 Standard', async () => {
    const usage = await addUp(versions(), new Date(0));
    const uploads = { uploads: 1, bytes: 2 * GB, oldest: new Date(0) };
    expect(estimateStorage(usage, uploads, pricesIn('nowhere', { STANDARD: 0.5 })).monthlyUsd).toBe(1);
  });
});

describe('--price', () => {
  it('may be repeated, and stands over what is known', () => {
    const stated = statedPrice('DEEP_ARCHIVE=.5', statedPrice('STANDARD=1'));
    expect(pricesIn('eu-central-1', stated)).toMatchObject({
      usdPerGbMonth: { STANDARD: 1, DEEP_ARCHIVE: 0.5, STANDARD_IA: expect.any(Number) },
      source: expect.stringContaining('STANDARD, DEEP_ARCHIVE as stated by --price'),
    });
  });

  it.each(['0.5', 'STANDARD', 'STANDARD=', 'STANDARD=-1', 'STANDARD=1e9', 'standard=1', 'STANDARD=101'])(
    'refuses %j',
    (text) => expect(() => statedPrice(text)).toThrow(/CLASS=USD/),
  );
});
