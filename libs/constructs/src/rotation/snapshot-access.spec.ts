import { answer, type Call } from '../testing/iam-answer';
import { snapshotAccess } from './snapshot-access';
import { type PolicyNeeds, snapshotNeeds } from './snapshot-needs';

const ACCOUNT = '123456789012';
const HERE = 'eu-central-1';
const THERE = 'eu-west-1';
const naming = { environment: 'prod', account: ACCOUNT, region: HERE };
const KEY = `arn:aws:kms:${HERE}:${ACCOUNT}:key/11111111-1111-1111-1111-111111111111`;
const COPY_KEY = '22222222-2222-2222-2222-222222222222';

const PLAIN: readonly PolicyNeeds[] = [{ copies: [] }];
const DEMANDING: readonly PolicyNeeds[] = [
  { copies: [{ region: THERE, kmsKeyId: COPY_KEY }], quiesceDocument: 'freeze-db' },
  { copies: [{ region: THERE }], quiesceDocument: 'freeze-db' },
  { copies: [], standby: true },
];

const volume = `arn:aws:ec2:${HERE}:${ACCOUNT}:volume/vol-1`;
const instance = `arn:aws:ec2:${HERE}:${ACCOUNT}:instance/i-1`;
const snapshot = `arn:aws:ec2:${HERE}::snapshot/snap-1`;
const copy = `arn:aws:ec2:${THERE}::snapshot/snap-2`;
const group = `arn:aws:autoscaling:${HERE}:${ACCOUNT}:autoScalingGroup:aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb:autoScalingGroupName/web`;
const theirKey = `arn:aws:kms:${THERE}:${ACCOUNT}:key/${COPY_KEY}`;

type Context = Call[3];
const tagged = (prefix: string, tags: Readonly<Record<string, string>>): Context =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
const OURS = { Project: 'strata', Environment: 'prod' };
const ours = tagged('aws:ResourceTag', OURS);
const made = tagged('aws:ResourceTag', { ...OURS, 'strata:policy': 'default' });
const foreign = tagged('aws:ResourceTag', { Project: 'other', Environment: 'prod' });
const staging = tagged('aws:ResourceTag', {
  Project: 'strata',
  Environment: 'staging',
  'strata:policy': 'x',
});
const request = tagged('aws:RequestTag', OURS);
const keys = (...names: string[]): Context => ({ 'aws:TagKeys': names });
const LEASE = 'strata:lease:default-20260101T000000Z-abcdef';

/** What every environment's rotation does. */
const ALLOWED: readonly Call[] = [
  ['read instances', 'ec2:DescribeInstances', '*', {}],
  ['ask which instance types have an instance store', 'ec2:DescribeInstanceTypes', '*', {}],
  ['read volumes', 'ec2:DescribeVolumes', '*', {}],
  ['read snapshots', 'ec2:DescribeSnapshots', '*', {}],
  ['read images, which hold snapshots', 'ec2:DescribeImages', '*', {}],
  ['ask which group an instance is in', 'autoscaling:DescribeAutoScalingInstances', '*', {}],
  ['ask whether that group can spare it', 'autoscaling:DescribeAutoScalingGroups', '*', {}],
  ['snapshot a volume of ours', 'ec2:CreateSnapshot', volume, ours],
  ['make a snapshot with our tags', 'ec2:CreateSnapshot', snapshot, request],
  ['snapshot an instance of ours', 'ec2:CreateSnapshots', instance, ours],
  ['make a set with our tags', 'ec2:CreateSnapshots', snapshot, request],
  [
    'tag it as it is made',
    'ec2:CreateTags',
    snapshot,
    { 'ec2:CreateAction': 'CreateSnapshots', ...keys('Name') },
  ],
  [
    'tell a snapshot its volume',
    'ec2:CreateTags',
    snapshot,
    { ...made, ...keys('strata:source-volume', 'Name') },
  ],
  ['take a copied lease off a snapshot', 'ec2:DeleteTags', snapshot, { ...made, ...keys(LEASE) }],
  ['lease a volume', 'ec2:CreateTags', volume, { ...ours, ...keys(LEASE) }],
  ['end a lease', 'ec2:DeleteTags', volume, { ...ours, ...keys(LEASE) }],
  ['mark an instance it stops', 'ec2:CreateTags', instance, { ...ours, ...keys('strata:stopped-by') }],
  ['take the mark away', 'ec2:DeleteTags', instance, { ...ours, ...keys('strata:stopped-by') }],
  ['stop an instance of ours', 'ec2:StopInstances', instance, ours],
  ['start an instance of ours', 'ec2:StartInstances', instance, ours],
  ['see whether that key is enabled', 'kms:DescribeKey', KEY, {}],
  ['let EC2 use the key of its volumes', 'kms:CreateGrant', KEY, { 'kms:GrantIsForAWSResource': 'true' }],
  ['remove what a policy made', 'ec2:DeleteSnapshot', snapshot, made],
  ['publish its metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Strata/prod' }],
];

/** What it must never be able to do, whatever its policies ask for. */
const DENIED: readonly Call[] = [
  ['remove a foreign snapshot', 'ec2:DeleteSnapshot', snapshot, foreign],
  ['remove an untagged snapshot', 'ec2:DeleteSnapshot', snapshot, {}],
  ['remove a snapshot of another environment', 'ec2:DeleteSnapshot', snapshot, staging],
  ['remove one of ours that no policy made', 'ec2:DeleteSnapshot', snapshot, ours],
  ['remove a foreign copy', 'ec2:DeleteSnapshot', copy, foreign],
  ['make a snapshot without our tags', 'ec2:CreateSnapshot', snapshot, {}],
  ['snapshot a foreign volume', 'ec2:CreateSnapshot', volume, foreign],
  ['stop a foreign instance', 'ec2:StopInstances', instance, foreign],
  ['start a foreign instance', 'ec2:StartInstances', instance, {}],
  ['mark a snapshot as made by a policy', 'ec2:CreateTags', snapshot, { ...ours, ...keys('strata:policy') }],
  [
    'take over a foreign snapshot',
    'ec2:CreateTags',
    snapshot,
    { ...foreign, ...keys('Project', 'Environment') },
  ],
  [
    'give a snapshot another environment',
    'ec2:CreateTags',
    snapshot,
    { ...made, ...keys('Name', 'Environment') },
  ],
  ['tag a volume with anything else', 'ec2:CreateTags', volume, { ...ours, ...keys(LEASE, 'Name') }],
  ['take all tags of a volume away', 'ec2:DeleteTags', volume, ours],
  ['take a volume’s own tag away', 'ec2:DeleteTags', volume, { ...ours, ...keys('strata:snapshot') }],
  ['use the key for something else', 'kms:CreateGrant', KEY, { 'kms:GrantIsForAWSResource': 'false' }],
  ['publish others’ metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'AWS/EC2' }],
  ['delete a volume', 'ec2:DeleteVolume', volume, ours],
  ['end an instance', 'ec2:TerminateInstances', instance, ours],
];

/** What it may do only where a policy asks for it. */
const ON_DEMAND: readonly Call[] = [
  ['copy a snapshot of this account', 'ec2:CopySnapshot', snapshot, { 'ec2:Owner': ACCOUNT }],
  ['make a copy with our tags', 'ec2:CopySnapshot', copy, request],
  [
    'tag the copy as it is made',
    'ec2:CreateTags',
    copy,
    { 'ec2:CreateAction': 'CopySnapshot', ...keys('Name') },
  ],
  ['remove a copy that a policy made', 'ec2:DeleteSnapshot', copy, made],
  ['decrypt what it copies', 'kms:Decrypt', KEY, { 'kms:ViaService': `ec2.${HERE}.amazonaws.com` }],
  [
    'encrypt the copy with the key of its Region',
    'kms:GenerateDataKeyWithoutPlaintext',
    theirKey,
    { 'kms:ViaService': `ec2.${THERE}.amazonaws.com` },
  ],
  ['take an instance out of its group', 'autoscaling:EnterStandby', group, ours],
  ['put it back', 'autoscaling:ExitStandby', group, ours],
  ['freeze by the document', 'ssm:SendCommand', `arn:aws:ssm:${HERE}:${ACCOUNT}:document/freeze-db`, {}],
  ['freeze an instance of ours', 'ssm:SendCommand', instance, tagged('ssm:resourceTag', OURS)],
  ['ask whether an instance takes commands', 'ssm:DescribeInstanceInformation', '*', {}],
  ['see whether it is frozen', 'ssm:GetCommandInvocation', '*', {}],
  ['call a freeze off', 'ssm:CancelCommand', '*', {}],
];

const NEVER_ON_DEMAND: readonly Call[] = [
  ['copy what another account shares', 'ec2:CopySnapshot', snapshot, { 'ec2:Owner': '999999999999' }],
  ['make a copy without our tags', 'ec2:CopySnapshot', copy, {}],
  ['take an instance out of a foreign group', 'autoscaling:EnterStandby', group, foreign],
  ['decrypt by itself', 'kms:Decrypt', KEY, {}],
  [
    'run another document',
    'ssm:SendCommand',
    `arn:aws:ssm:${HERE}:${ACCOUNT}:document/AWS-RunShellScript`,
    {},
  ],
  ['freeze a foreign instance', 'ssm:SendCommand', instance, tagged('ssm:resourceTag', { Project: 'other' })],
];

const access = (policies: readonly PolicyNeeds[]) =>
  snapshotAccess(naming, snapshotNeeds(naming, KEY, policies));

describe('the snapshot rotation', () => {
  it.each(ALLOWED)('may %s', async (...call) => {
    expect(await answer(access(PLAIN), call)).toBe('Allowed');
  });

  it.each([...DENIED, ...ON_DEMAND, ...NEVER_ON_DEMAND])('may not %s', async (...call) => {
    expect(await answer(access(PLAIN), call)).toBe('ImplicitlyDenied');
  });
});

describe('the snapshot rotation of policies that copy, freeze and use Standby', () => {
  it.each(ON_DEMAND)('may %s', async (...call) => {
    expect(await answer(access(DEMANDING), call)).toBe('Allowed');
  });

  it.each([...DENIED, ...NEVER_ON_DEMAND])('may not %s', async (...call) => {
    expect(await answer(access(DEMANDING), call)).toBe('ImplicitlyDenied');
  });

  it('names every statement once, as IAM asks, and stays small enough for an inline policy', () => {
    const statements = access(DEMANDING);
    const ids = statements.map(({ Sid }) => Sid);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 10,240 for all inline policies of a role.
    expect(JSON.stringify(statements).length).toBeLessThan(8000);
  });
});
