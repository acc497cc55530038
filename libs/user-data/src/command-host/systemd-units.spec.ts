import { FakeHost } from '../testing/fake-host';
import { renderSystemdUnits, type SystemdUnitsInput, UserDataInputError } from '../index';

// Processes in real time, on a machine that may be busy.
jest.setTimeout(30_000);

/** The command line of `ExecStart=/bin/bash -c "…"`, as systemd hands it over (systemd.service(5), Command lines). */
function execStart(service: string): string {
  const [, quoted = ''] = /^ExecStart=\/bin\/bash -c "(.*)"$/m.exec(service) ?? [];
  return quoted.replaceAll(
    /\\(["\\])|%%|\$\$/g,
    (found, escaped: string | undefined) => escaped ?? found.charAt(0),
  );
}

describe('a systemd service and its timer', () => {
  let host: FakeHost;
  beforeEach(() => {
    host = new FakeHost();
  });
  afterEach(() => host.dispose());

  const units = (input: Partial<SystemdUnitsInput> = {}) =>
    renderSystemdUnits({
      name: 'strata-snapshots',
      description: 'Strata: snapshot rotation',
      timerLines: ['OnCalendar=*-*-* 03:15:00 UTC'],
      command: 'echo rotated',
      region: 'eu-central-1',
      logFile: host.path('rotation.log'),
      lockFile: host.path('rotation.lock'),
      ...input,
    });

  it('run the command with its quotes, percent signs and dollars as they are, and end with its code', () => {
    const command = `printf '%s|%s\\n' "100%" '$HOME'; exit 4`;
    const { status } = host.run('/bin/bash', ['-c', execStart(units({ command }).service)]);
    expect(status).toBe(4);
    expect(host.read('rotation.log').replaceAll(/^\S+ /gm, '')).toBe(
      'started\n100%|$HOME\nfinished with exit code 4\n',
    );
  });

  it('let a command that is told to stop finish, and log what it still says', async () => {
    const command = `trap 'echo starting i-1 again; exit 130' TERM; touch "$HOST/up"; while :; do /bin/sleep 0.02; done`;
    const run = host.start('/bin/bash', ['-c', execStart(units({ command }).service)]);
    const ended = new Promise<number | null>((done) => run.once('exit', done));
    for (let tries = 0; tries < 500 && !host.exists('up'); tries += 1)
      await new Promise((next) => setTimeout(next, 20));
    // To the whole group at once, as systemd does.
    process.kill(-(run.pid ?? 0), 'SIGTERM');
    expect(await ended).toBe(130);
    expect(host.read('rotation.log')).toMatch(/ starting i-1 again\n\S+ finished with exit code 130\n$/);
  });

  it.each<[string, Partial<SystemdUnitsInput>, string]>([
    ['a name with a slash', { name: 'a/b' }, 'letters, digits'],
    ['a timer line with a line break', { timerLines: ['OnCalendar=daily\n[Service]'] }, 'give one line'],
    ['a user that is none', { user: 'Root; rm' }, 'lower-case letters'],
    ['a command of two lines', { command: 'a\nb' }, 'give one line'],
  ])('refuse %s', (_case, input, hint) => {
    expect(() => units(input)).toThrow(UserDataInputError);
    expect(() => units(input)).toThrow(hint);
  });
});
