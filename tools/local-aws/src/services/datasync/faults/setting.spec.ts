import { DATASYNC_FAULT_KINDS } from './kinds';
import { dataSyncFaultSetting } from './setting';
import { FaultSwitches } from './switches';

const TASK = 'arn:aws:datasync:us-east-1:123456789012:task/task-00000000000000001';
const OTHER = 'arn:aws:datasync:us-east-1:123456789012:task/task-00000000000000002';

describe('a fault', () => {
  it.each(DATASYNC_FAULT_KINDS)('%s is for the next execution of any task unless told otherwise', (kind) => {
    const slowness = kind === 'slow' ? { bytesPerSecond: 1048576, phaseMs: 1000 } : {};
    expect(dataSyncFaultSetting({ kind })).toEqual({ kind, times: 1, ...slowness });
  });

  it.each(DATASYNC_FAULT_KINDS)(
    '%s that was checked once passes again: the command checks before the service',
    (kind) => {
      const setting = dataSyncFaultSetting({ kind, times: 2, task: TASK });
      expect(dataSyncFaultSetting(JSON.parse(JSON.stringify(setting)))).toEqual(setting);
    },
  );

  it.each<[unknown, RegExp]>([
    [undefined, /JSON object/],
    [[], /JSON object/],
    [{}, /kind: got nothing; allowed: one of no-route/],
    [{ kind: 'fire' }, /kind: got "fire"/],
    [{ kind: 'slow', task: 'task-1' }, /task: got "task-1"; allowed: ARN/],
    [{ kind: 'slow', times: 0 }, /times: got 0; allowed: a whole number from 1/],
    [{ kind: 'slow', times: '2' }, /times: got "2"/],
    [{ kind: 'slow', phaseMs: -1 }, /phaseMs: got -1/],
    [{ kind: 'slow', bytesPerSecond: 0.5 }, /bytesPerSecond: got 0.5/],
    [{ kind: 'no-route', phaseMs: 1 }, /phaseMs: only with slow, not with no-route/],
    [{ kind: 'unreadable-file', path: '/a' }, /path: got "\/a"; allowed: a path relative/],
    [{ kind: 'slow', path: 'a' }, /path: only with unreadable-file/],
    [{ kind: 'slow', rate: 1 }, /rate: there is no such setting; allowed: kind, task, times/],
  ])('refuses %j', (value, message) => {
    expect(() => dataSyncFaultSetting(value)).toThrow(message);
  });

  it('refuses everything wrong at once', () => {
    expect(() => dataSyncFaultSetting({ kind: 'fire', times: 0 })).toThrow(/kind: [^]*times: /);
  });
});

describe('the faults that are set', () => {
  const set = (...faults: object[]) => {
    const switches = new FaultSwitches();
    for (const fault of faults) switches.set(dataSyncFaultSetting(fault));
    return switches;
  };
  const kinds = (switches: FaultSwitches, task: string) => switches.take(task).map(({ kind }) => kind);

  it('go to the executions that start, as often as they are set for', () => {
    const switches = set({ kind: 'slow', times: 2 }, { kind: 'disk-full', task: TASK });
    expect([kinds(switches, OTHER), kinds(switches, TASK), kinds(switches, TASK)]).toEqual([
      ['slow'],
      ['slow', 'disk-full'],
      [],
    ]);
    expect(switches.report().faults.map(({ left }) => left)).toEqual([0, 0]);
  });

  it('replace one of the same kind for the same task only', () => {
    const switches = set(
      { kind: 'slow', task: TASK },
      { kind: 'slow' },
      { kind: 'slow', task: TASK, times: 3 },
    );
    expect(switches.report().faults.map(({ task, left }) => [task, left])).toEqual([
      [undefined, 1],
      [TASK, 3],
    ]);
  });

  it.each([
    [{}, []],
    [{ kind: 'slow' as const }, ['disk-full', 'no-route']],
    [{ task: TASK }, ['slow', 'no-route']],
    [{ kind: 'disk-full' as const, task: OTHER }, ['slow', 'disk-full', 'no-route']],
  ])('but for those taken away by %j', (which, left) => {
    const switches = set(
      { kind: 'slow' },
      { kind: 'disk-full', task: TASK },
      { kind: 'no-route', task: OTHER },
    );
    switches.clear(which);
    expect(switches.report().faults.map(({ kind }) => kind)).toEqual(left);
  });
});
