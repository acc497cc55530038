import { ArchivedAmounts, EACH_ITS_OWN, estimateText } from './estimate';
import { readinessOf } from './readiness';
import { type Tier, tierOf } from './tiers';

const TIB = 1024 ** 4;

function amounts(...objects: [storageClass: string, size: number][]): ArchivedAmounts {
  const sum = new ArchivedAmounts();
  for (const [storageClass, size] of objects) sum.add({ storageClass, size });
  return sum;
}

it.each<[string, number, Tier, number, readonly [number, number]]>([
  // 1024 GB × (0.01 + 0.023 × 30/30), and one request
  ['GLACIER', TIB, 'standard', 33.79, [3, 5]],
  ['GLACIER', TIB, 'bulk', 23.55, [5, 12]],
  ['GLACIER', TIB, 'expedited', 54.28, [1 / 60, 5 / 60]],
  ['DEEP_ARCHIVE', TIB, 'standard', 44.03, [9, 12]],
  ['DEEP_ARCHIVE', TIB, 'bulk', 26.11, [12, 48]],
])('estimates 1 TiB of %s as %3$s', (storageClass, size, tier, usd, hours) => {
  const estimate = amounts([storageClass, size]).estimate(tier, 30, undefined);
  expect(estimate?.usd).toBeCloseTo(usd, 1);
  expect(estimate?.hours).toEqual(hours);
});

it('adds up classes, and waits for the slowest', () => {
  const estimate = amounts(['GLACIER', 1], ['DEEP_ARCHIVE', 2], ['DEEP_ARCHIVE', 3]).estimate(
    'standard',
    1,
    undefined,
  );
  expect(estimate).toMatchObject({
    byClass: { GLACIER: { objects: 1, bytes: 1 }, DEEP_ARCHIVE: { objects: 2, bytes: 5 } },
    hours: [9, 12],
  });
});

it('charges requests: a million small objects cost more than their bytes', () => {
  const sum = new ArchivedAmounts();
  for (let object = 0; object < 1_000_000; object += 1) sum.add({ storageClass: 'DEEP_ARCHIVE', size: 1 });
  expect(sum.estimate('standard', 1, undefined)?.usd).toBeCloseTo(100, 0);
});

it.each([
  // A million objects: requests of the retrieval and of the copies.
  ['DEEP_ARCHIVE', EACH_ITS_OWN, 100 + 50],
  ['GLACIER', EACH_ITS_OWN, 50 + 30],
  ['DEEP_ARCHIVE', 'STANDARD', 100 + 5],
  ['DEEP_ARCHIVE', undefined, 100],
  ['DEEP_ARCHIVE', 'A_CLASS_OF_TOMORROW', 100 + 50],
])('charges the copies of a million objects in %s, copied into %s', (storageClass, into, usd) => {
  const sum = new ArchivedAmounts();
  for (let object = 0; object < 1_000_000; object += 1) sum.add({ storageClass, size: 0 });
  expect(sum.estimate('standard', 1, into)?.usd).toBeCloseTo(usd, 6);
});

it('says what it leaves out, of copies and of what is read', () => {
  const sum = amounts(['GLACIER', TIB]);
  const text = (into: string | undefined) => {
    const estimate = sum.estimate('standard', 7, into);
    return estimate && estimateText(estimate);
  };
  expect(text(EACH_ITS_OWN)).toMatch(
    /the copies’ requests.*Not included: storage of the copies,.*Batch Operations/,
  );
  expect(text(undefined)).toMatch(/Not included: transfer out of AWS,/);
});

it('estimates nothing where nothing is archived', () => {
  expect(
    amounts(['STANDARD', 1], ['GLACIER_IR', 1], ['INTELLIGENT_TIERING', 1]).estimate('bulk', 1, EACH_ITS_OWN),
  ).toBeUndefined();
});

it('refuses to retrieve from Deep Archive as expedited', () => {
  expect(() => amounts(['DEEP_ARCHIVE', 1]).estimate('expedited', 1, undefined)).toThrow(
    /cannot be retrieved as expedited.*--tier standard or --tier bulk/,
  );
});

it('says in words that the figure is rough, and of when', () => {
  const estimate = amounts(['GLACIER', TIB]).estimate('standard', 7, undefined);
  expect(estimate && estimateText(estimate)).toMatch(
    /1 object in GLACIER \(1024\.0 GiB\).*3 to 5 hours.*about 16 USD.*rough figure.*not read from AWS.*aws\.amazon\.com\/s3\/pricing/,
  );
});

it.each([
  [undefined, 'not-requested'],
  ['ongoing-request="true"', 'on-its-way'],
  ['ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"', 'ready'],
])('reads the header %p as %s', (header, readiness) => {
  expect(readinessOf(header)).toBe(readiness);
});

it('refuses a tier that there is not', () => {
  expect(tierOf('bulk')).toBe('bulk');
  expect(() => tierOf('Fast')).toThrow(/--tier is no retrieval tier/);
});
