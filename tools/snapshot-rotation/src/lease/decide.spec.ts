import { decideLease } from './decide';
import { type Lease, leasesIn, leaseKey, leaseValue } from './lease-tags';

const NOW = new Date('2026-01-31T03:00:00Z');
const LATER = new Date('2026-01-31T03:10:00Z');
const LONG_AGO = new Date('2026-01-31T02:00:00Z');
const own: Lease = { runId: 'b', state: 'claiming', policy: 'p', expires: LATER };
const other = (runId: string, state: Lease['state'], expires = LATER): Lease => ({
  runId,
  state,
  policy: 'p',
  expires,
});

test.each<[string, Lease[][], string]>([
  ['holds what nobody else wants', [[own], [own]], 'hold'],
  ['withdraws from a run that holds, whatever its rank', [[own], [own, other('c', 'held')]], 'withdraw'],
  ['withdraws from a claim of a run that comes first', [[own, other('a', 'claiming')]], 'withdraw'],
  ['waits for a claim of a run that comes later', [[own, other('c', 'claiming')]], 'look-again'],
  ['takes over from a run whose lease has ended', [[own, other('a', 'held', LONG_AGO)]], 'hold'],
  ['looks again while its own claim does not show on every volume', [[own], []], 'look-again'],
])('%s', (_title, leases, next) => {
  expect(decideLease('b', leases, NOW).next).toBe(next);
});

test('names the dead runs whose tags go, each once', () => {
  const leases = [
    [own, other('a', 'held', LONG_AGO)],
    [own, other('a', 'held', LONG_AGO), other('c', 'claiming', LONG_AGO)],
  ];
  expect(decideLease('b', leases, NOW)).toEqual({ next: 'hold', expired: ['a', 'c'] });
});

test('gives a lease of another run half a minute after its end, for clocks that differ', () => {
  const justEnded = other('a', 'held', new Date(NOW.getTime() - 10_000));
  expect(decideLease('b', [[own, justEnded]], NOW)).toEqual({ next: 'withdraw', holder: justEnded });
});

test('a lease is read back from its tag as it was written', () => {
  const lease = other('nightly-20260131T030000Z-1a2b3c', 'held');
  expect(leasesIn({ Name: 'x', [leaseKey(lease.runId)]: leaseValue(lease) })).toEqual([lease]);
});

test.each(['', 'held', 'held p yesterday', 'grabbed p 2026-01-31T03:10:00.000Z'])(
  'a lease tag that cannot be read (%j) blocks nobody',
  (value) => {
    const [lease] = leasesIn({ 'strata:lease:a': value });
    expect(decideLease('b', [[own, lease as Lease]], NOW)).toEqual({ next: 'hold', expired: ['a'] });
  },
);
