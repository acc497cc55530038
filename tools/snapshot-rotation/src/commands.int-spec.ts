import { type LiveAws, startLiveAws } from './testing/live-aws';
import { runSnapshots, startSnapshots } from './testing/program';

let aws: LiveAws;
const ids: string[] = [];
let volumeId = '';

beforeAll(async () => {
  aws = await startLiveAws();
  volumeId = await aws.volume();
  const ours = { Project: 'strata', Environment: 'local', 'strata:policy': 'default' };
  while (ids.length < 4) ids.push(await aws.snapshot(volumeId, ours));
});
afterAll(() => aws?.stop());

const run = (commandLine: string) => runSnapshots(commandLine.split(' '), aws.endpoint);

it.each<[string, number, RegExp, RegExp]>([
  ['status', 0, /all within the RPO of 24 h/, /^$/],
  ['list', 0, /4 snapshots of 1 volume; the next prune removes 0/, /^$/],
  ['prune --keep-last 2 --dry-run', 0, /2 go and 2 stay/, /^$/],
  ['prune --keep-last 1 --yes', 3, /REFUSED: 3 of 4 snapshots/, /refused; nothing was removed/],
  ['prune --keep-last 1 --yes --json', 3, /"wouldRemove": 3/, /refused; nothing was removed/],
  ['prune --keep-last 1 --max-remove 2 --dry-run', 3, /3 snapshots would go; allowed: 2/, /^$/],
  ['prune --keep-last 0 --yes', 3, /REFUSED: The policy is empty/, /refused/],
  ['prune --keep-within 3x', 2, /^$/, /"3x" is not a duration/],
  ['create --unsafe-lose-instance-store', 2, /^$/, /needs a scope.*--instance/],
  ['rotate --unsafe-lose-instance-store', 2, /^$/, /needs a scope.*--instance/],
  ['prune --unsafe-allow-remove-all --yes', 2, /^$/, /needs a scope.*--volume/],
  ['drill --dry-run', 0, /would be restored from snap-\w+[^]*Nothing was done/, /^$/],
  ['prune --volume i-123', 2, /^$/, /no id of a volume; got i-123/],
  ['list --policy weekly', 2, /^$/, /no such snapshot policy; got weekly; allowed: default/],
  ['status --region eu-west-1', 2, /^$/, /No volumes in eu-west-1 are selected/],
  ['rotate --tag who=nobody', 2, /^$/, /No volumes .* selected by the tags who=nobody/],
  ['rotate --volume vol-0123456789abcdef0', 2, /^$/, /no such volume in .*got vol-0123456789abcdef0/],
])('snapshots %s ends with %d', async (commandLine, code, stdout, stderr) => {
  const ended = await run(commandLine);
  expect(ended.stderr).toMatch(stderr);
  expect(ended.stdout).toMatch(stdout);
  expect(ended.code).toBe(code);
});

it('shows the plan and refuses to go on when there is nobody to ask', async () => {
  const { code, stdout, stderr } = await startSnapshots(['prune', '--keep-last', '2'], aws.endpoint).ended;
  expect(stdout).toMatch(/2 go and 2 stay/);
  expect(stderr).toMatch(/Nobody is here to confirm.*--yes/);
  expect(code).toBe(2);
});

it('prunes with --yes, then misses the RPO of a volume without snapshots, with exit code 4', async () => {
  const pruned = await run('prune --keep-last 2 --yes --json');
  expect(JSON.parse(pruned.stdout)).toMatchObject({ kept: 2, done: 2, skipped: 0, failed: 0 });
  expect(pruned.code).toBe(0);
  const bare = await aws.volume();
  const status = await run('status --metrics --json');
  expect(status.code).toBe(4);
  expect(JSON.parse(status.stdout)).toMatchObject({
    policies: [
      {
        over: 1,
        volumes: [
          { volumeId: bare, ageSeconds: null },
          { volumeId, rpoMet: true },
        ],
      },
    ],
  });
});
