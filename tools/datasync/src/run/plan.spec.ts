import { anExecution, aTask } from '../testing/records';
import { planRun, type RunWish } from './plan';

const wish = (changes: Partial<RunWish> = {}): RunWish => ({
  overrides: [],
  include: [],
  exclude: [],
  ...changes,
});
const plan = (
  changes: Partial<RunWish>,
  underWay = [] as ReturnType<typeof anExecution>[],
  storageClass = 'STANDARD',
) => planRun(wish(changes), { task: aTask(), storageClass, underWay });

it('starts the task as it is when nothing runs', () => {
  expect(plan({})).toMatchObject({ action: 'start', options: {}, includes: undefined, excludes: undefined });
});

it("narrows by include, and adds to the task's own exclusions: the heartbeats stay out", () => {
  expect(plan({ include: ['/a', '/a'], exclude: ['*.tmp', '/.strata'] })).toMatchObject({
    includes: ['/a'],
    excludes: ['/.strata', '*.tmp'],
  });
});

it.each<[string[], RegExp]>([
  [['VerifyMode'], /a value is missing: VerifyMode=…/],
  [['Verify=NONE'], /there is no such option; allowed: VerifyMode, /],
  [['verifymode=NONE'], /write VerifyMode/],
  [['constructor=x'], /there is no such option/],
  [['VerifyMode=SOME'], /allowed: POINT_IN_TIME_CONSISTENT, ONLY_FILES_TRANSFERRED, NONE/],
  [['Uid=NAME'], /not supported by DataSync; allowed: NONE, INT_VALUE/],
  [['PreserveDevices=PRESERVE'], /not supported for EFS/],
  [['LogLevel=OFF', 'LogLevel=BASIC'], /given twice/],
  [['BytesPerSecond=0'], /from 1, or -1/],
  [['BytesPerSecond=10M'], /from 1, or -1/],
  [['BytesPerSecond=1e6'], /from 1, or -1/],
  [['PreserveDeletedFiles=REMOVE', 'TransferMode=ALL'], /REMOVE does not go with TransferMode=ALL/],
  [['Mtime=NONE'], /Atime=BEST_EFFORT does not go with Mtime=NONE/],
  [['Atime=NONE'], /Atime=NONE does not go with Mtime=PRESERVE/],
])('refuses the overrides %j before anything is started', (overrides, message) => {
  expect(() => plan({ overrides })).toThrow(
    expect.objectContaining({
      name: 'InvalidRunError',
      exitCode: 2,
      message: expect.stringMatching(message),
    }),
  );
});

it.each(['GLACIER', 'DEEP_ARCHIVE'])(
  'refuses to verify everything in %s, which cannot be read back',
  (storageClass) => {
    const overrides = ['VerifyMode=POINT_IN_TIME_CONSISTENT'];
    expect(() => plan({ overrides }, [], storageClass)).toThrow(/ONLY_FILES_TRANSFERRED/);
    expect(plan({ overrides }, [], 'GLACIER_INSTANT_RETRIEVAL')).toMatchObject({ action: 'start' });
  },
);

it('names all faults at once', () => {
  const faulty = () => plan({ overrides: ['X=1', 'LogLevel=LOUD'], include: ['a'], exclude: ['b'] });
  expect(faulty).toThrow(/X=1.*LogLevel=LOUD.*--include a.*--exclude b/s);
});

it('takes good overrides, numbers as numbers', () => {
  expect(plan({ overrides: ['BytesPerSecond=1048576', 'Atime=NONE', 'Mtime=NONE'] })).toMatchObject({
    options: { BytesPerSecond: 1_048_576, Atime: 'NONE', Mtime: 'NONE' },
  });
});

describe('with runs under way', () => {
  const running = anExecution({ status: 'TRANSFERRING', startedAt: new Date('2026-03-10T01:00:00Z') });
  const queued = anExecution({ status: 'QUEUED', startedAt: new Date('2026-03-10T02:00:00Z') });

  it('joins the one that was asked for last: it sees the newest data', () => {
    expect(plan({}, [queued, running])).toMatchObject({ action: 'join', executionArn: queued.arn });
  });

  it('joins one that has all that is wished for', () => {
    const fits = anExecution({
      status: 'QUEUED',
      options: { ...aTask().options, LogLevel: 'BASIC' },
      includes: ['/b', '/a'],
    });
    const asked = { overrides: ['LogLevel=BASIC', 'TaskQueueing=ENABLED'], include: ['/a', '/b'] };
    expect(plan(asked, [fits])).toMatchObject({ action: 'join', executionArn: fits.arn });
  });

  it.each<[string, Partial<RunWish>, RegExp]>([
    ['other options', { overrides: ['LogLevel=BASIC'] }, /it has LogLevel=TRANSFER/],
    ['an include filter', { include: ['/a'] }, /it has no include patterns/],
    ['another exclude filter', { exclude: ['/a'] }, /it has the exclude patterns \/\.strata/],
  ])('refuses to join one for a wish with %s', (_what, changes, message) => {
    expect(() => plan(changes, [running])).toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringMatching(message) }),
    );
  });

  it('takes no notice of one that ended meanwhile', () => {
    expect(plan({}, [anExecution()])).toMatchObject({ action: 'start' });
  });
});
