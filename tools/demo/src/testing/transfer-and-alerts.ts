import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadEnvironment } from '@strata/config';
import type { BackboneOutputs } from '@strata/contracts';
import { readOutbox } from '@strata/local-aws-tool';
import { readOutputs } from '@strata/state-tool';
import { strata } from './cli';
import { type DeployedTransfer, deployedTransfer, type Mend } from './deployed-transfer';

/** A platform that a demo has left running. */
export interface KeptDemo {
  readonly endpoint: string;
  readonly dataDir: string;
  /** What `strata env` prints for it. */
  readonly env: NodeJS.ProcessEnv;
}

interface Checked {
  readonly checks: readonly {
    readonly name: string;
    readonly verdict: string;
    /** Of `datasync diagnose`. */
    readonly area?: string;
    /** Of `alerts check`. */
    readonly stage?: string;
  }[];
}

/**
 * Tests of `strata datasync` and `strata alerts` against what is deployed: sound, then broken one thing at a time and
 * mended, so that Terraform finds it afterwards as it was.
 *
 * @param demo asked once the tests run
 */
export function transferAndAlerts(demo: () => KeptDemo): void {
  let transfer: DeployedTransfer;
  let backbone: BackboneOutputs;

  beforeAll(async () => {
    const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: demo().endpoint } });
    const outputs = await readOutputs(environment, ['backbone', 'backup']);
    transfer = deployedTransfer(environment, outputs);
    ({ backbone } = outputs);
  });

  /** All that fails, as `step: what should be so`. */
  async function failures(tool: 'alerts check' | 'datasync diagnose'): Promise<string[]> {
    const { stdout } = await strata([...tool.split(' '), '--json'], demo().env);
    const { checks } = JSON.parse(stdout) as Checked;
    return checks
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ area, stage, name }) => `${area ?? stage}: ${name}`);
  }

  it.each([['alerts check'], ['datasync diagnose'], ['datasync status']])(
    'strata %s finds nothing amiss',
    async (tool) => {
      const { code, stdout } = await strata(tool.split(' '), demo().env);
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
    },
  );

  it('strata datasync verify finds the archive as the share is, contents and all', async () => {
    const share = join(demo().dataDir, 'efs', backbone.fileSystemId, 'data');
    const { code, stdout } = await strata(['datasync', 'verify', '--full', '--mount', share], demo().env);
    expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
  });

  it.each(['success', 'error'])(
    'strata alerts test --event %s arrives as the function words it, and says that it is a test',
    async (event) => {
      const { code, stdout } = await strata(['alerts', 'test', '--json', '--event', event], demo().env);
      const { testId } = JSON.parse(stdout) as { testId: string };
      expect(code).toBe(0);
      // The topic tells the queue of the test and the mailbox, in no order.
      const mailed = async () =>
        (await readOutbox(join(demo().dataDir, 'outbox'))).find(({ text }) => text.includes(testId));
      for (let tries = 0; tries < 50 && !(await mailed()); tries += 1) await sleep(100);
      expect((await mailed())?.subject).toMatch(/^TEST \[local\] DataSync transfer/);
    },
  );

  it.each<[string, () => Promise<Mend>, 'alerts check' | 'datasync diagnose', string[]]>([
    ['the rule is disabled', () => transfer.disableRule(), 'alerts check', ['rule: is enabled']],
    [
      'the topic’s policy leaves EventBridge out',
      () => transfer.shutTopic(),
      'alerts check',
      ['topic: lets EventBridge publish'],
    ],
    [
      'the key’s policy leaves EventBridge out',
      () => transfer.shutKey(),
      'alerts check',
      ['key: lets EventBridge use it'],
    ],
    [
      '2049 is closed',
      () => transfer.closePort(backbone.fileSystemSecurityGroupId, 'ingress', 2049),
      'datasync diagnose',
      ['network: NFS to the mount target'],
    ],
    [
      '443 is closed',
      () => transfer.closePort(backbone.dataSyncSecurityGroupId, 'egress', 443),
      'datasync diagnose',
      ['network: HTTPS to S3'],
    ],
    [
      'the role may no longer put objects',
      () => transfer.forbid('s3:PutObject'),
      'datasync diagnose',
      ['archive: role may use bucket and objects'],
    ],
    [
      'the log level is OFF',
      () => transfer.setTask({ logLevel: 'OFF' }),
      'datasync diagnose',
      ['task: log level is not OFF'],
    ],
    [
      'the schedule is disabled',
      () => transfer.setTask({ schedule: 'DISABLED' }),
      'datasync diagnose',
      ['task: schedule is enabled'],
    ],
  ])('names exactly that when %s', async (_what, breakIt, tool, named) => {
    const mend = await breakIt();
    try {
      expect(await failures(tool)).toEqual(named);
    } finally {
      await mend();
    }
  });

  it.each<[string, string[], RegExp]>([
    ['an execution that there is not', ['history', 'exec-00000000000000000'], /has no such execution/],
    ['what is no execution', ['history', 'yesterday'], /This is no execution/],
    [
      'a task of another account',
      ['run', '--task', 'arn:aws:datasync:eu-central-1:999999999999:task/task-0123456789abcdef0'],
      /of another account .*got 999999999999; allowed: 123456789012/,
    ],
    [
      'a task that there is not',
      ['status', '--task', 'arn:aws:datasync:eu-central-1:123456789012:task/task-00000000000000000'],
      /There is no DataSync task/,
    ],
  ])('refuses %s in one line', async (_what, words, message) => {
    const refused = await strata(['datasync', ...words], demo().env);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  });
}
