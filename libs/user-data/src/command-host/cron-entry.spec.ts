import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { FakeHost } from '../testing/fake-host';
import { renderCronEntry, renderLogrotate, UserDataInputError, type CronEntryInput } from '../index';

// Processes in real time, on a machine that may be busy.
jest.setTimeout(30_000);

/** The last line of a crontab, as cron reads it (crontab(5)): schedule, user, command with its `%` resolved. */
function lastJob(crontab: string): { schedule: string; user: string; command: string } {
  const line = crontab.trimEnd().split('\n').at(-1) ?? '';
  const [, schedule = '', user = '', rest = ''] = /^(@\w+|(?:\S+ ){4}\S+) (\S+) (.*)$/.exec(line) ?? [];
  const command = rest.split(/(?<!\\)%/)[0] ?? '';
  return { schedule, user, command: command.replaceAll('\\%', '%') };
}

describe('the cron entry', () => {
  let host: FakeHost;
  beforeEach(() => {
    host = new FakeHost();
  });
  afterEach(() => host.dispose());

  const entry = (input: Partial<CronEntryInput> = {}) =>
    renderCronEntry({
      schedule: '15 3 * * *',
      command: 'echo rotated',
      region: 'eu-central-1',
      logFile: host.path('rotation.log'),
      lockFile: host.path('rotation.lock'),
      ...input,
    });
  const runJob = (crontab: string) => host.run('/bin/bash', ['-c', lastJob(crontab).command]);
  const log = () => host.read('rotation.log').trimEnd().split('\n');

  it('runs the command on its schedule as its user, in UTC', () => {
    expect(lastJob(entry())).toMatchObject({ schedule: '15 3 * * *', user: 'strata' });
    expect(entry()).toContain('\nCRON_TZ=UTC\n');
    expect(entry()).toMatch(/^# .*cronie[^]*Debian and Ubuntu ignores it[^]*--format systemd/);
    expect(lastJob(entry({ schedule: '@hourly', user: 'root' }))).toMatchObject({
      schedule: '@hourly',
      user: 'root',
    });
  });

  it('logs each line of output, and the exit code, with the time in UTC', () => {
    runJob(entry({ command: 'echo kept 3; echo "cannot delete snap-1" >&2; exit 4' }));
    expect(log().map((line) => line.replace(/^2023-11-14T22:13:20\+00:00 /, 'T '))).toEqual([
      'T started',
      'T kept 3',
      'T cannot delete snap-1',
      'T finished with exit code 4',
    ]);
  });

  it('adds to the log of earlier runs', () => {
    runJob(entry());
    runJob(entry());
    expect(log()).toHaveLength(6);
  });

  it('refuses to start while the previous run is under way, and says so in the log', async () => {
    const crontab = entry({
      command: 'touch "$HOST/first"; while [ ! -e "$HOST/go" ]; do /bin/sleep 0.02; done',
    });
    const first = host.start('/bin/bash', ['-c', lastJob(crontab).command]);
    for (let tries = 0; tries < 500 && !host.exists('first'); tries += 1) await wait(20);
    runJob(entry({ command: 'touch "$HOST/second"' }));
    host.write('go', '');
    await once(first, 'exit');
    expect(log().map((line) => line.split(' ')[1])).toEqual(['started', 'skipped:', 'finished']);
    expect(host.exists('second')).toBe(false);
  });

  it('does not let a process that a run leaves behind hold the lock', () => {
    runJob(entry({ command: '/bin/sleep 5 >/dev/null 2>&1 & echo $! >"$HOST/left"' }));
    runJob(entry());
    process.kill(Number(host.read('left')));
    expect(log().filter((line) => line.endsWith(' rotated'))).toHaveLength(1);
  });

  it('keeps percent signs of the command from cron', () => {
    runJob(entry({ command: 'printf "%s %s\\n" day $(date -u +%F)' }));
    expect(log()[1]).toContain('day 2023-11-14');
  });

  it('hands any printable word to the command as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -&(-~]{1,30}$/), (word) => {
        const { command } = lastJob(entry({ command: `printf '%s\\n' '${word}' >"$HOST/word"` }));
        host.run('/bin/bash', ['-c', command]);
        expect(host.read('word')).toBe(`${word}\n`);
      }),
      { numRuns: 20, examples: [['100%'], ['%{x}'], ['$(reboot)'], ['a % b %% c']] },
    );
  });

  it.each<[string, Partial<CronEntryInput>, string]>([
    ['a schedule of four fields', { schedule: '15 3 * *' }, 'five fields of cron'],
    ['a schedule with a line break', { schedule: '15 3 * * *\n* * * * *' }, 'five fields of cron'],
    ['an empty command', { command: ' ' }, 'give one line'],
    ['a command of two lines', { command: 'a\nb' }, 'give one line'],
    ['a user that is none', { user: 'Root; rm' }, 'lower-case letters'],
    ['a relative log file', { logFile: 'rotation.log' }, 'absolute path'],
  ])('refuses %s', (_case, input, hint) => {
    expect(() => entry(input)).toThrow(UserDataInputError);
    expect(() => entry(input)).toThrow(hint);
  });
});

describe('the logrotate configuration', () => {
  it('rotates the log as the user that writes it', () => {
    expect(renderLogrotate({ logFile: '/var/log/x.log', user: 'ops' })).toMatch(
      /^\/var\/log\/x\.log \{\n(.|\n)*su ops ops\n/,
    );
  });
});
