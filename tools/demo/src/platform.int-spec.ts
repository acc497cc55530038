import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment } from '@strata/config';
import { readOutbox } from '@strata/local-aws-tool';
import { LAYERS } from '@strata/naming';
import { readOutputs } from '@strata/state-tool';
import { type Ended, ROOT, start, strata } from './testing/cli';
import { type DeployedRotation, deployedRotation, type Firing } from './testing/deployed-rotation';
import { type Account, askIam, questionsOf } from './testing/iam-calls';
import { leftovers } from './testing/leftovers';
import { makeOddFolder, ODD_FILES } from './testing/odd-folder';
import { transferAndAlerts } from './testing/transfer-and-alerts';

interface Report {
  readonly layers: { name: string; resources: number; seconds: number }[];
  readonly runs: { scenario: string; status: string; filesTransferred: number; bytesTransferred: number }[];
  readonly objects: { count: number; verified: number; versions: number };
  readonly emails: number;
  readonly snapshots: {
    rotations: number;
    volumes: number;
    keptPerVolume: number;
    created: number;
    removed: number;
  };
  readonly recovery: {
    synced: number;
    planned: string[];
    refused: boolean;
    deleted: number;
    undeleted: number;
    identical: number;
  };
  readonly destroyed: { resourcesLeft: number };
  readonly seconds: number;
  readonly kept: { endpoint: string; dataDir: string };
}

/** The whole platform, once: each test looks at what one `./strata demo --keep` has left running. */
describe('the platform on a local AWS', () => {
  let folder: string;
  let entries: number;
  let report: Report;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-odd-'));
    entries = await makeOddFolder(folder);
    const demo = await strata(['demo', '--keep', '--json', '--files', folder]);
    if (demo.code !== 0) throw new Error(`demo ended with ${demo.code}:\n${demo.stderr}`);
    report = JSON.parse(demo.stdout) as Report;
    const variables = await strata(['env', '--json'], { STRATA_ENDPOINT: report.kept.endpoint });
    env = { ...(JSON.parse(variables.stdout) as { set: NodeJS.ProcessEnv }).set };
  }, 900_000);

  afterAll(async () => {
    if (report) await strata(['local', 'down', '--data-dir', report.kept.dataDir]);
    await rm(folder, { recursive: true, force: true });
    if (report) await rm(report.kept.dataDir, { recursive: true, force: true });
  });

  it('has all four layers', () => {
    expect(report.layers.map(({ name }) => name)).toEqual([...LAYERS]);
    for (const { resources } of report.layers) expect(resources).toBeGreaterThan(10);
  });

  it('transferred everything, then nothing, then one changed and one added file', () => {
    const runs = report.runs.map(({ status, filesTransferred }) => [status, filesTransferred]);
    expect(runs).toEqual([
      ['SUCCESS', entries],
      ['SUCCESS', 0],
      ['SUCCESS', 1],
      ['SUCCESS', 1],
    ]);
  });

  it('holds every file byte for byte, odd names and empty ones too, and two versions of the changed one', () => {
    expect(report.objects).toEqual({ count: entries + 1, verified: entries + 1, versions: entries + 2 });
  });

  it('left the folder that was backed up as it was', async () => {
    for (const [path, content] of Object.entries(ODD_FILES)) {
      expect(Buffer.compare(await readFile(join(folder, path)), Buffer.from(content))).toBe(0);
    }
  });

  it('sent an e-mail for each run that says how it went', async () => {
    const mails = await readOutbox(join(report.kept.dataDir, 'outbox'));
    expect(mails).toHaveLength(4);
    for (const mail of mails) {
      expect(mail.to).toBe('ops@example.com');
      expect(mail.text).toContain('DataSync transfer SUCCESS in environment local');
    }
  });

  it('rotated the snapshots of the processor’s data volume: three made, two kept', () => {
    expect(report.snapshots).toEqual({ rotations: 3, volumes: 1, keptPerVolume: 2, created: 3, removed: 1 });
  });

  it('lost no file to sync --delete: refused, told to, and brought back', () => {
    expect(report.recovery).toEqual({
      synced: 3,
      planned: ['delete file1.txt (not in source)'],
      refused: true,
      deleted: 1,
      undeleted: 1,
      identical: 3,
    });
  });

  describe('the snapshot schedule, when it goes off', () => {
    let rotation: DeployedRotation;
    let account: Account;
    let firing: Firing;
    let old: string[];
    let foreign: string | undefined;
    let left: Set<string>;

    beforeAll(async () => {
      const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: report.kept.endpoint } });
      rotation = deployedRotation(environment, (await readOutputs(environment, ['backup'])).backup);
      const [made] = await rotation.snapshots();
      if (made === undefined) throw new Error('the demo has left no snapshot');
      const { volumeId, tags: ours } = made;
      // So many that the policy keeps some of them only.
      old = await rotation.pastSnapshots(volumeId, 7, ours);
      [foreign] = await rotation.pastSnapshots(volumeId, 1, { Name: 'taken by hand' });
      const before = await rotation.tags();
      firing = await rotation.fire();
      const tags = new Map([...(await rotation.tags()), ...before]);
      account = { id: environment.account, region: environment.region, tagsOf: (id) => tags.get(id) };
      left = new Set((await rotation.snapshots()).map(({ id }) => id));
    });

    it('has its function make a snapshot and remove what the policy no longer keeps, and no foreign one', () => {
      expect(firing.report).toMatchObject({ delivered: true, attempts: 1 });
      const end = firing.log.find(({ phase }) => phase === 'end');
      expect(end).toMatchObject({ policy: 'default', created: 1, removed: 3, failed: 0, volumesOverRpo: 0 });
      expect(old.filter((id) => left.has(id))).toHaveLength(old.length - 3);
      expect(left).toContain(foreign);
    });

    it('makes no call that the role it is deployed with does not allow', async () => {
      const policies = await rotation.rolePolicies();
      // Metrics are not EC2's: the constructs' own test judges them.
      expect(new Set(firing.calls.map(({ service }) => service))).toEqual(new Set(['ec2', 'monitoring']));
      const calls = firing.calls.filter(({ service }) => service === 'ec2').map(({ form }) => form);
      const actions = new Set(calls.map((form) => form.get('Action')));
      expect([...actions]).toEqual(
        expect.arrayContaining(['CreateSnapshot', 'CreateTags', 'DeleteTags', 'DeleteSnapshot']),
      );
      const questions = calls.flatMap((form) => questionsOf(form, account));
      const answers = await Promise.all(questions.map((question) => askIam(policies, question, account)));
      expect(questions.filter((_, nth) => answers[nth] !== 'Allowed')).toEqual([]);
    });

    it.each(['DeleteSnapshot', 'DeleteTags'])('could not send %s for a foreign snapshot', async (Action) => {
      const form = new URLSearchParams({ Action, SnapshotId: foreign ?? '', 'ResourceId.1': foreign ?? '' });
      form.set('Tag.1.Key', 'Name');
      for (const question of questionsOf(form, account))
        expect(await askIam(await rotation.rolePolicies(), question, account)).toBe('ImplicitlyDenied');
    });
  });

  describe('the transfer and its alerts', () => {
    transferAndAlerts(() => ({ ...report.kept, env }));
  });

  it.each(LAYERS)('%s is exactly as its code says: terraform plan finds no difference', async (layer) => {
    const stack = join(report.kept.dataDir, 'cdktf.out', 'stacks', layer);
    const plan = await start(
      'terraform',
      ['plan', '-detailed-exitcode', '-input=false', '-no-color'],
      env,
      stack,
    ).ended;
    expect({ code: plan.code, output: plan.code === 0 ? '' : plan.stdout + plan.stderr }).toEqual({
      code: 0,
      output: '',
    });
  });

  it('shows its resources to terraform state list and to strata state list alike', async () => {
    const stack = join(report.kept.dataDir, 'cdktf.out', 'stacks', 'storage');
    const listed = await start('terraform', ['state', 'list'], env, stack).ended;
    const managed = listed.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('data.'));
    const ours = await strata(['state', 'list', 'storage'], env);
    expect(ours.stdout.trim().split('\n').sort()).toEqual(managed.sort());
  });

  it('refuses to destroy a layer that others read', async () => {
    const refused = await strata(['destroy', 'backbone'], env);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/compute|storage|backup/) });
  });

  describe('destroyed', () => {
    let destroyed: Ended;
    beforeAll(async () => {
      destroyed = await strata(['destroy'], env);
    }, 600_000);

    it('ends well', () => {
      expect({ code: destroyed.code, stderr: destroyed.code === 0 ? '' : destroyed.stderr }).toEqual({
        code: 0,
        stderr: '',
      });
    });

    it('leaves no resource in any state', async () => {
      const { stdout } = await strata(['state', 'list', '--json'], env);
      const { layers } = JSON.parse(stdout) as { layers: { resources: number }[] };
      expect(layers.map(({ resources }) => resources)).toEqual([0, 0, 0, 0]);
    });

    it('leaves nothing in the account', async () => {
      const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: report.kept.endpoint } });
      const left = await leftovers(environment, environment.state.bucket);
      expect(Object.entries(left).filter(([, count]) => count > 0)).toEqual([]);
    });

    it.each([['datasync status'], ['datasync run'], ['alerts check'], ['alerts test']])(
      'makes strata %s say that there is no backup layer',
      async (tool) => {
        const refused = await strata(tool.split(' '), env);
        expect(refused).toMatchObject({
          code: 2,
          stdout: '',
          stderr: expect.stringMatching(/Layer backup is not deployed in environment local/),
        });
      },
    );

    it('makes nx deploy compute say which layer to deploy first', async () => {
      const refused = await start('npx', ['nx', 'deploy', 'compute', '--output-style', 'static'], env, ROOT)
        .ended;
      expect(refused.code).not.toBe(0);
      expect(refused.stdout + refused.stderr).toMatch(/backbone.*not deployed[\s\S]*npx nx deploy backbone/);
    });
  });
});
