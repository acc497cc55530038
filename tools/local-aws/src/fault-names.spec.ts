import { faultText } from './fault-command';
import { namedFaults } from './fault-names';

describe('--fault of `local up`', () => {
  it('names service and kind', () => {
    expect(namedFaults('datasync:slow, datasync:no-route')).toEqual([{ kind: 'slow' }, { kind: 'no-route' }]);
    expect(namedFaults(undefined)).toEqual([]);
  });

  it('refuses names that are none, all at once, and says which there are', () => {
    expect(() => namedFaults('slow,datasync:slow,ec2:x')).toThrow(/"slow"[^]*datasync:no-route[^]*"ec2:x"/);
  });
});

it('tells for how many more executions a fault is set', () => {
  const fault = { kind: 'slow', times: 3, left: 1, bytesPerSecond: 1, phaseMs: 0 } as const;
  expect(faultText({ faults: [fault] })).toMatch(/datasync:slow +all +2 +1/);
  expect(faultText({ faults: [] })).toBe('no faults are set');
});
