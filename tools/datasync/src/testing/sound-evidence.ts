import type { Policy } from '@strata/event-pattern';
import type { NetworkModel } from '@strata/reachability';
import type { Evidence } from '../diagnose/evidence';
import { known } from '../diagnose/reading';
import { aTask, anExecution } from './records';
import { trustOf, writerPolicy } from './sound-policies';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';
export const BUCKET = 'strata-test-archive';
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0a1b2c3d-0000-1111-2222-333344445555`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/strata-test-datasync-s3`;
export const READER = `arn:aws:iam::${ACCOUNT}:role/strata-test-datasync-efs`;
export const LOG_GROUP = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/strata/test/datasync`;
export const FILE_SYSTEM = `arn:aws:elasticfilesystem:${REGION}:${ACCOUNT}:file-system/fs-0123456789abcdef0`;
export const ACCESS_POINT = `arn:aws:elasticfilesystem:${REGION}:${ACCOUNT}:access-point/fsap-0123456789abcdef0`;

/** What the role of the S3 location needs. */
export const NEEDS = { bucket: BUCKET, prefix: 'efs/', keyArn: KEY, region: REGION };

/** One statement as a policy. */
export function policy(...Statement: NonNullable<Policy['Statement']>[]): Policy {
  return { Statement: Statement.flat() as NonNullable<Policy['Statement']> };
}

/** Refuses what is not TLS, as the layers write it on bucket and file system. */
export function tlsOnly(Action: string, ...Resource: string[]): Policy {
  return policy({
    Sid: 'Tls',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action,
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
}

/** The policy of a key that leaves its use to the account's own policies. */
export const KEY_POLICY = policy({
  Sid: 'Account',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
});

const rule = (direction: 'ingress' | 'egress', port: number, peer: string) => ({
  direction,
  protocol: 'tcp',
  fromPort: port,
  toPort: port,
  peer: { kind: peer.startsWith('pl-') ? ('prefix-list' as const) : ('group' as const), id: peer },
});

/** The backbone layer's network. */
export const NETWORK: NetworkModel = {
  groups: [
    {
      id: 'sg-datasync',
      name: 'datasync',
      rules: [rule('egress', 2049, 'sg-efs'), rule('egress', 443, 'pl-s3')],
    },
    { id: 'sg-efs', name: 'efs', rules: [rule('ingress', 2049, 'sg-datasync')] },
  ],
  subnets: ['a', 'b'].map((zone, nth) => ({
    id: `subnet-${zone}`,
    zone: `${REGION}${zone}`,
    cidr: `10.0.${nth}.0/24`,
    routes: [{ destination: 'pl-s3', target: 'gateway-endpoint' as const, targetId: 'vpce-s3' }],
  })),
  endpoints: [
    {
      id: 'vpce-s3',
      service: 's3',
      kind: 'gateway',
      privateDns: false,
      subnetIds: [],
      groupIds: [],
      prefixListId: 'pl-s3',
    },
  ],
};

const LOCATION = `arn:aws:datasync:${REGION}:${ACCOUNT}:location/loc-0123456789abcde`;
const trust = JSON.parse(trustOf(ACCOUNT)) as Policy;

/** What is read of the layers as they are deployed. */
export function soundEvidence(): Evidence {
  return {
    account: ACCOUNT,
    region: REGION,
    rpoMinutes: 24 * 60,
    task: aTask({ logGroupArn: LOG_GROUP }),
    lastRun: known(anExecution()),
    source: known({
      location: {
        arn: `${LOCATION}f0`,
        fileSystemId: 'fs-0123456789abcdef0',
        accessPointArn: ACCESS_POINT,
        roleArn: READER,
        isEncrypted: true,
        subnetId: 'subnet-a',
        groupIds: ['sg-datasync'],
      },
      fileSystem: known({
        arn: FILE_SYSTEM,
        state: 'available',
        policy: known(tlsOnly('*', FILE_SYSTEM)),
      }),
      accessPoint: known({ state: 'available', fileSystemId: 'fs-0123456789abcdef0' }),
      mountTargets: known(
        ['a', 'b'].map((zone) => ({
          id: `fsmt-${zone}`,
          subnetId: `subnet-${zone}`,
          groupIds: ['sg-efs'],
          state: 'available',
        })),
      ),
      network: known(NETWORK),
      role: known({
        arn: READER,
        trust,
        policies: [
          policy({
            Sid: 'Read',
            Effect: 'Allow',
            Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientRootAccess'],
            Resource: FILE_SYSTEM,
            Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': ACCESS_POINT } },
          }),
        ],
        boundary: undefined,
      }),
    }),
    archive: known({
      location: {
        arn: `${LOCATION}f1`,
        bucket: BUCKET,
        prefix: 'efs/',
        storageClass: 'STANDARD',
        roleArn: ROLE,
      },
      role: known({
        arn: ROLE,
        trust,
        policies: [JSON.parse(writerPolicy(NEEDS)) as Policy],
        boundary: undefined,
      }),
      bucket: known({
        region: REGION,
        settings: {
          versioning: known('Enabled'),
          policy: known(tlsOnly('s3:*', `arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`)),
          laterClasses: known(['DEEP_ARCHIVE']),
          key: known({
            name: KEY,
            found: known({ arn: KEY, state: 'Enabled', policy: known(KEY_POLICY) }),
          }),
        },
      }),
    }),
    log: {
      groupArn: LOG_GROUP,
      exists: known(true),
      policies: known([
        policy({
          Sid: 'DataSync',
          Effect: 'Allow',
          Principal: { Service: 'datasync.amazonaws.com' },
          Action: ['logs:PutLogEvents', 'logs:CreateLogStream'],
          Resource: `${LOG_GROUP}:*`,
          Condition: {
            ArnLike: { 'aws:SourceArn': `arn:aws:datasync:${REGION}:${ACCOUNT}:task/*` },
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
          },
        }),
      ]),
    },
  };
}
