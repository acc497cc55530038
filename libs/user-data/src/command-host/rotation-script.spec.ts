import { FakeHost } from '../testing/fake-host';
import { renderRotationScript, UserDataInputError } from '../index';

/** Stands in for the AWS CLI: two schedules, and a function that fails for one of them where `$FAIL` is there. */
const AWS = String.raw`
case "$1 $2" in
  'scheduler list-schedules') [ ! -e "$HOST/denied" ] || exit 254; printf 'daily\thourly\n' ;;
  'scheduler get-schedule') echo '{"policy":"'"$6"'","scheduledTime":"<aws.scheduler.scheduled-time>"}' ;;
  'lambda invoke')
    answer=$(printf '%s\n' "$@" | tail -n 1)
    request=$(printf '%s\n' "$@" | sed -n 's,^file://,,p')
    cat "$request" >>"$HOST/requests"; echo >>"$HOST/requests"
    if grep -q daily "$request" && [ -e "$HOST/failing" ]; then
      echo '{"errorMessage":"denied"}' >"$answer"; echo Unhandled
    elif grep -q daily "$request" && [ -e "$HOST/throttled" ]; then exit 254
    else echo '{"failed":0}' >"$answer"; echo None; fi ;;
esac`;

describe('the rotation of a host', () => {
  let host: FakeHost;
  beforeEach(() => {
    host = new FakeHost({ aws: AWS });
    host.write('rotate', renderRotationScript({ scheduleGroupName: 'group', functionName: 'rotation' }));
  });
  afterEach(() => host.dispose());

  const rotate = () => host.run('/bin/bash', [host.path('rotate')]);

  it('hands the function what each schedule hands it, with the time of now', () => {
    const { status, output } = rotate();
    expect(status).toBe(0);
    expect(output).toContain('daily: {"failed":0}');
    const requests = host
      .read('requests')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { scheduledTime: string });
    expect(requests).toMatchObject([{ policy: 'daily' }, { policy: 'hourly' }]);
    expect(requests[0]?.scheduledTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it.each([
    ['failing', 'daily: FAILED: {"errorMessage":"denied"}'],
    ['throttled', 'daily: FAILED: the function was not run'],
  ])('fails when the function is %s, after the other policies had their turn', (how, message) => {
    host.write(how, '');
    const { status, output } = rotate();
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(output).toContain('hourly: {"failed":0}');
  });

  it('fails when there is nothing to start, and says what is missing', () => {
    host.write('denied', '');
    expect(rotate()).toMatchObject({ status: 1, output: expect.stringContaining('backup layer') as string });
  });

  it('refuses a name with a quote', () => {
    const input = { scheduleGroupName: "a'b", functionName: 'rotation' };
    expect(() => renderRotationScript(input)).toThrow(UserDataInputError);
  });
});
