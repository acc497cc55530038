import * as fc from 'fast-check';
import { rpoWindow } from './rpo-alarm';

const HOUR = 3600;

describe('the window of an RPO alarm', () => {
  it.each([
    [HOUR / 2, { period: 300, evaluationPeriods: 6, treatMissingData: 'breaching' }],
    [HOUR, { period: 300, evaluationPeriods: 12, treatMissingData: 'breaching' }],
    [24 * HOUR, { period: HOUR, evaluationPeriods: 24, treatMissingData: 'breaching' }],
    [24.5 * HOUR, { period: HOUR, evaluationPeriods: 25, treatMissingData: 'breaching' }],
    [168 * HOUR, { period: HOUR, evaluationPeriods: 168, treatMissingData: 'breaching' }],
    [744 * HOUR, { period: HOUR, evaluationPeriods: 168, treatMissingData: 'ignore' }],
  ])('of %d s is %j', (rpoSeconds, window) => {
    expect(rpoWindow(rpoSeconds)).toEqual(window);
  });

  it('covers the RPO and little more, and is one that CloudWatch takes, whatever the RPO', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 744 * HOUR }), (rpoSeconds) => {
        const { period, evaluationPeriods } = rpoWindow(rpoSeconds);
        const window = period * evaluationPeriods;
        expect(window).toBeLessThanOrEqual(period < HOUR ? 24 * HOUR : 7 * 24 * HOUR);
        if (rpoSeconds > 7 * 24 * HOUR) return;
        expect(window).toBeGreaterThanOrEqual(rpoSeconds);
        expect(window - rpoSeconds).toBeLessThan(period);
      }),
    );
  });
});
