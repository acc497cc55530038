import fc from 'fast-check';
import { AwsClock } from './index';

const NOW = Date.UTC(2026, 0, 1);
const header = (at: number) => new Date(at).toUTCString();

describe('AWS’s clock', () => {
  it('is the local one as long as nothing was learnt', () => {
    const clock = new AwsClock(() => NOW);
    expect([clock.skewMs, clock.now().getTime()]).toEqual([undefined, NOW]);
  });

  it('is known to half a second and half the round trip after one answer, and never less well after more', () => {
    const trips = fc.array(fc.tuple(fc.nat(5000), fc.nat(900), fc.nat(900)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: -1e7, max: 1e7 }), trips, (skewMs, list) => {
        let now = NOW;
        const clock = new AwsClock(() => now);
        let worst = Number.POSITIVE_INFINITY;
        for (const [later, there, back] of list) {
          const sentAt = now + later;
          const writtenAt = sentAt + there;
          now = writtenAt + back;
          clock.note(header(writtenAt + skewMs), sentAt, now);
          worst = Math.min(worst, 500 + (there + back) / 2);
          expect(Math.abs((clock.skewMs ?? Number.NaN) - skewMs)).toBeLessThanOrEqual(worst + 1);
        }
      }),
    );
  });

  it('starts again when somebody set the local clock', () => {
    const clock = new AwsClock(() => NOW);
    clock.note(header(NOW), NOW, NOW);
    clock.note(header(NOW + 3_600_000), NOW, NOW);
    expect(clock.skewMs).toBe(3_600_500);
    expect(clock.now().getTime()).toBe(NOW + 3_600_500);
  });

  it.each([
    ['a header that is no date', 'yesterday', NOW, NOW],
    ['an answer that came before the question', header(NOW), NOW, NOW - 1],
  ])('learns nothing from %s', (_, date, sentAt, receivedAt) => {
    const clock = new AwsClock(() => NOW);
    clock.note(date, sentAt, receivedAt);
    expect(clock.skewMs).toBeUndefined();
  });
});
