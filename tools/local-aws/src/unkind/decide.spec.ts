import fc from 'fast-check';
import { faultOf } from './decide';
import { FAULT_KINDS } from './fault-kinds';

const setting = { seed: 7, faultRate: 0.2, faults: FAULT_KINDS };
const calls = Array.from({ length: 10_000 }, (_, index) => index + 1);

describe('faultOf', () => {
  it('hits about as many calls as it is told to, all kinds alike', () => {
    const faults = calls.flatMap((call) => faultOf(setting, 'ec2:CreateSnapshot', call) ?? []);
    // Five standard deviations: 10,000 × 0.2 ± 200, and a fifth of these ± 90.
    expect(Math.abs(faults.length - 2000)).toBeLessThan(200);
    for (const kind of FAULT_KINDS) {
      expect(Math.abs(faults.filter((fault) => fault === kind).length - 400)).toBeLessThan(90);
    }
  });

  it('does not let faults follow a pattern: two calls in a row fail as often as chance has it', () => {
    const hit = calls.map((call) => faultOf(setting, 'ec2:DeleteSnapshot', call) !== undefined);
    const pairs = hit.filter((each, index) => each && hit[index + 1]).length;
    expect(Math.abs(pairs - 400)).toBeLessThan(110);
  });

  it('is decided by seed, API and number of the call, and by nothing else', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.string(),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, api, call, faultRate) => {
          const one = { seed, faultRate, faults: FAULT_KINDS };
          expect(faultOf(one, api, call)).toBe(faultOf({ ...one }, api, call));
        },
      ),
    );
    const hits = (seed: number, api: string) => calls.map((call) => faultOf({ ...setting, seed }, api, call));
    expect(hits(7, 'ec2:CreateTags')).not.toEqual(hits(8, 'ec2:CreateTags'));
    expect(hits(7, 'ec2:CreateTags')).not.toEqual(hits(7, 'ec2:DeleteTags'));
  });

  it('only adds faults when the rate rises', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(), fc.nat(), rate, rate, (seed, call, one, other) => {
        const at = (faultRate: number) =>
          faultOf({ seed, faultRate, faults: FAULT_KINDS }, 'ec2:CreateTags', call);
        const rare = at(Math.min(one, other));
        expect(rare === undefined || rare === at(Math.max(one, other))).toBe(true);
      }),
    );
  });

  it('hits every call at rate 1 and none at rate 0, with the chosen kinds only', () => {
    const chosen = { seed: 1, faults: ['reset-after'] as const };
    expect(new Set(calls.map((call) => faultOf({ ...chosen, faultRate: 1 }, 'a', call)))).toEqual(
      new Set(['reset-after']),
    );
    expect(new Set(calls.map((call) => faultOf({ ...chosen, faultRate: 0 }, 'a', call)))).toEqual(
      new Set([undefined]),
    );
  });
});
