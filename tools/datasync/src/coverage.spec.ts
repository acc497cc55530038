import { newestBackup, shortfalls } from './coverage';
import { anExecution, aTask } from './testing/records';

it.each<[string, Parameters<typeof anExecution>[0], Parameters<typeof aTask>[0], string[]]>([
  ['as the task is', {}, {}, []],
  ['with more left out', { excludes: ['/.strata', '/a'] }, {}, ['left out /a']],
  ['with less left out', { excludes: [] }, {}, []],
  ['narrowed', { includes: ['/a'] }, {}, ['took only /a']],
  ['with more than the task includes', { includes: ['/a', '/b'] }, { includes: ['/a'] }, []],
  ['with everything, where the task is narrow', { includes: [] }, { includes: ['/a'] }, []],
  ['of another part', { includes: ['/b'] }, { includes: ['/a'] }, ['took only /b']],
  [
    'without replacing',
    { options: { OverwriteMode: 'NEVER' } },
    {},
    ['replaced nothing that was archived before'],
  ],
])('a run %s', (_what, run, task, expected) => {
  expect(shortfalls(anExecution(run), aTask(task))).toEqual(expected);
});

it('takes the newest success that copied everything for the newest backup', () => {
  const day = (number: number) => ({ startedAt: new Date(Date.UTC(2026, 2, number)) });
  const good = anExecution(day(2));
  const others = [
    anExecution(day(1)),
    anExecution({ ...day(3), includes: ['/a'] }),
    anExecution({ ...day(4), status: 'ERROR' }),
    anExecution({ ...day(5), status: 'VERIFYING' }),
  ];
  expect(newestBackup([...others, good], aTask())).toBe(good);
  expect(newestBackup(others.slice(1), aTask())).toBeUndefined();
});
