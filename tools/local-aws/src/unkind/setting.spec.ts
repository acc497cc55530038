import { FAULT_KINDS } from './fault-kinds';
import { unkindSetting } from './setting';

describe('unkindSetting', () => {
  it('turns off what is left out', () => {
    expect(unkindSetting({})).toEqual({
      throttle: false,
      latencyMs: 0,
      faultRate: 0,
      seed: 1,
      faults: FAULT_KINDS,
      after: 0,
    });
    expect(unkindSetting({ latencyMs: 40, services: undefined })).toMatchObject({
      latencyMs: 40,
      throttle: false,
    });
  });

  it('refuses a bad setting with all of its faults at once', () => {
    const bad = {
      throttle: 'yes',
      latencyMs: -1,
      faultRate: 1.5,
      seed: 0.5,
      faults: ['reset'],
      after: -1,
      delay: 1,
    };
    expect(() => unkindSetting(bad)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        faults: [
          expect.stringContaining('throttle: got "yes"; allowed: true or false'),
          expect.stringContaining('latencyMs: got -1; allowed: milliseconds'),
          expect.stringContaining('faultRate: got 1.5; allowed: a probability'),
          expect.stringContaining('seed: got 0.5; allowed: a whole number'),
          expect.stringContaining('faults: got ["reset"]; allowed: a list of one or more of throttle'),
          expect.stringContaining('after: got -1; allowed: a whole number of calls'),
          expect.stringContaining('delay: there is no such setting; allowed: throttle, latencyMs'),
        ],
      }),
    );
  });

  it.each([
    ['no object', [1]],
    ['no object either', null],
    ['an endless wait', { latencyMs: Infinity }],
    ['what is no number', { faultRate: NaN }],
    ['an empty list of services', { services: [] }],
    ['a service that is none', { services: ['EC2'] }],
    [
      'a bucket that never gives a token',
      { limits: { 'ec2:CreateTags': { capacity: 0, refillPerSecond: 1 } } },
    ],
    ['a bucket without a refill', { limits: { 'ec2:CreateTags': { capacity: 1 } } }],
  ])('refuses %s', (_what, value) => {
    expect(() => unkindSetting(value)).toThrow(/nothing was changed[^]*allowed:/);
  });
});
