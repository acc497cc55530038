import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, DeleteResourcePolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type Options, UpdateTaskCommand } from '@aws-sdk/client-datasync';
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { DeleteMountTargetCommand, EFSClient } from '@aws-sdk/client-efs';
import { IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { LOCAL_ACCOUNT, type LocalAws, setDataSyncFault, startLocalAws } from '@strata/local-aws-tool';
import { type Connections, openConnections } from '../gateway/connections';
import { describeExecution, startExecution } from '../gateway/executions';
import { idOf, isEnded } from '../model';
import { trustOf, writerPolicy } from '../testing/sound-policies';
import { tcp } from '../testing/sound-share';
import { makeSoundStack, type SoundStack } from '../testing/sound-stack';
import { typeDatasync } from '../testing/typed';
import type { Check } from './check';
import { readEvidence } from './inventory';
import { diagnose } from './plan';

let dataDir: string;
let aws: LocalAws;
let connections: Connections;
let stack: SoundStack;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'strata-diagnose-'));
  aws = await startLocalAws({ dataDir });
  connections = openConnections({ region: 'eu-central-1', endpoint: aws.endpoint });
  stack = await makeSoundStack(connections);
  await run();
});
afterAll(async () => {
  connections?.close();
  await aws?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function run(): Promise<void> {
  const nothing = { options: {}, includes: undefined, excludes: undefined };
  const arn = await startExecution(connections, stack.taskArn, nothing);
  while (!isEnded(await describeExecution(connections, arn))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** All that does not pass, as `verdict area: name`. */
async function troubles(): Promise<string[]> {
  const checks: Check[] = diagnose(await readEvidence(connections, stack.taskArn, 24 * 60));
  expect(checks).toHaveLength(30);
  return checks
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ verdict, area, name }) => `${verdict} ${area}: ${name}`);
}

const ec2 = () => connections.client(EC2Client);
const iam = () => connections.client(IAMClient);
// moto knows it by its id only, for these two.
const keyId = (): string => idOf(stack.keyArn);
const nfs = (): IpPermission[] => [tcp(2049, { UserIdGroupPairs: [{ GroupId: stack.dataSyncGroup }] })];
const https = (): IpPermission[] => [tcp(443, { PrefixListIds: [{ PrefixListId: stack.prefixList }] })];
const group = (GroupId: string, IpPermissions: IpPermission[]) => ({ GroupId, IpPermissions });
const mayDoAllBut = (action?: string) =>
  iam().send(
    new PutRolePolicyCommand({
      RoleName: stack.role,
      PolicyName: 'write',
      PolicyDocument: writerPolicy({ ...stack, prefix: 'efs/', region: 'eu-central-1' }, action),
    }),
  );
const trust = (service?: string) =>
  iam().send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: stack.role,
      PolicyDocument: trustOf(LOCAL_ACCOUNT, service),
    }),
  );
const setLogLevel = (LogLevel: NonNullable<Options['LogLevel']>) =>
  connections.datasync.send(
    new UpdateTaskCommand({
      TaskArn: stack.taskArn,
      Options: { LogLevel, VerifyMode: 'ONLY_FILES_TRANSFERRED' },
    }),
  );
const setSchedule = (Status: 'ENABLED' | 'DISABLED') =>
  connections.datasync.send(
    new UpdateTaskCommand({
      TaskArn: stack.taskArn,
      Schedule: { ScheduleExpression: 'rate(12 hours)', Status },
    }),
  );
const version = (Status: 'Enabled' | 'Suspended') =>
  connections.s3.send(
    new PutBucketVersioningCommand({ Bucket: stack.bucket, VersioningConfiguration: { Status } }),
  );

it('passes all checks on a sound stack', async () => {
  expect(await troubles()).toEqual([]);
});

describe('names exactly what is broken', () => {
  it.each<[string, () => Promise<unknown>, string, () => Promise<unknown>]>([
    [
      '2049 is closed at the mount target',
      () => ec2().send(new RevokeSecurityGroupIngressCommand(group(stack.mountGroup, nfs()))),
      'fail network: NFS to the mount target',
      () => ec2().send(new AuthorizeSecurityGroupIngressCommand(group(stack.mountGroup, nfs()))),
    ],
    [
      '443 is closed',
      () => ec2().send(new RevokeSecurityGroupEgressCommand(group(stack.dataSyncGroup, https()))),
      'fail network: HTTPS to S3',
      () => ec2().send(new AuthorizeSecurityGroupEgressCommand(group(stack.dataSyncGroup, https()))),
    ],
    [
      'an S3 action is removed',
      () => mayDoAllBut('s3:PutObject'),
      'fail archive: role may use bucket and objects',
      () => mayDoAllBut(),
    ],
    [
      'the role may not use the key',
      () => mayDoAllBut('kms:GenerateDataKey'),
      'fail key: role may use it',
      () => mayDoAllBut(),
    ],
    [
      'the key is disabled',
      () => connections.client(KMSClient).send(new DisableKeyCommand({ KeyId: keyId() })),
      'fail key: is enabled',
      () => connections.client(KMSClient).send(new EnableKeyCommand({ KeyId: keyId() })),
    ],
    [
      'the log level is OFF',
      () => setLogLevel('OFF'),
      'fail task: log level is not OFF',
      () => setLogLevel('TRANSFER'),
    ],
    [
      'the role trusts another service',
      () => trust('ec2.amazonaws.com'),
      'fail archive: role may be assumed by DataSync',
      () => trust(),
    ],
    [
      'the schedule is disabled',
      () => setSchedule('DISABLED'),
      'fail task: schedule is enabled',
      () => setSchedule('ENABLED'),
    ],
    [
      'versioning is suspended',
      () => version('Suspended'),
      'fail archive: versioning is on',
      () => version('Enabled'),
    ],
    [
      'a run failed, whatever else is sound',
      async () => {
        await setDataSyncFault(aws.endpoint, { kind: 'no-route', task: stack.taskArn });
        await run();
      },
      'fail run: newest run succeeded',
      () => run(),
    ],
    [
      'nobody lets DataSync write its log',
      () =>
        connections
          .client(CloudWatchLogsClient)
          .send(new DeleteResourcePolicyCommand({ policyName: stack.logPolicy })),
      'fail log: DataSync may write to it',
      () => stack.allowLog(),
    ],
  ])('when %s', async (_what, breakIt, named, mendIt) => {
    await breakIt();
    try {
      expect(await troubles()).toEqual([named]);
    } finally {
      await mendIt();
    }
  });

  it('when the mount target of the zone is deleted, and the command ends with 4', async () => {
    const [MountTargetId = ''] = stack.mountTargets;
    await connections.client(EFSClient).send(new DeleteMountTargetCommand({ MountTargetId }));
    const { exitCode, printed } = await typeDatasync(
      aws.endpoint,
      'diagnose',
      '--json',
      '--task',
      stack.taskArn,
    );
    expect(exitCode).toBe(4);
    const { checks, ...rest } = JSON.parse(printed) as { readonly checks: Check[] };
    expect(rest).toEqual({ taskArn: stack.taskArn, sound: false, pass: 28, warn: 0, fail: 1, unknown: 0 });
    expect(checks.find(({ verdict }) => verdict === 'fail')).toEqual({
      area: 'network',
      name: 'mount target in the zone',
      verdict: 'fail',
      why: expect.stringMatching(/no mount target in eu-central-1a, .* it has them in eu-central-1b/),
      fix: expect.stringMatching(/^Add a mount target there, .* \.\/strata deploy backbone$/),
    });
    const { printed: text } = await typeDatasync(aws.endpoint, 'diagnose', '--task', stack.taskArn);
    expect(text).toMatch(/^fail network: mount target in the zone\n {5}Add a mount target there/m);
    expect(text).toMatch(/29 checks: 28 passed, 0 warned, 1 failed, 0 unknown\./);
  });
});

it('refuses a task that does not exist', async () => {
  const gone = stack.taskArn.replace(/.{5}$/, '00000');
  await expect(readEvidence(connections, gone, 60)).rejects.toMatchObject({ exitCode: 2 });
});
