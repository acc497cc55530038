import type { Policy, Statement } from '@strata/event-pattern';
import {
  archive,
  denied,
  expectNamed,
  key,
  options,
  settings,
  trusting,
  writer,
  writerWithout,
  type Breakage,
} from '../testing/breaks';
import { ACCOUNT, KEY, KEY_POLICY, NEEDS, READER, REGION, ROLE, policy } from '../testing/sound-evidence';
import { writerPolicy } from '../testing/sound-policies';
import { known } from './reading';

describe('the diagnosis of the archive and its key', () => {
  it.each<Breakage>([
    [
      'the location of the archive is gone',
      (evidence) => ({ ...evidence, archive: known(undefined) }),
      'archive: location exists',
      /no S3 location/,
    ],
    [
      'the bucket is gone',
      archive(() => ({ bucket: known(undefined) })),
      'archive: bucket exists',
      /no bucket strata-test-archive/,
    ],
    [
      'the bucket is in another Region',
      archive(() => ({ bucket: known({ region: 'us-east-1', settings: undefined }) })),
      'archive: bucket is in the Region of the task',
      /in us-east-1, the task in eu-central-1/,
    ],
    [
      'versioning was never on',
      settings({ versioning: known(undefined) }),
      'archive: versioning is on',
      /not on/,
    ],
    [
      'versioning is suspended',
      settings({ versioning: known('Suspended') }),
      'archive: versioning is on',
      /Suspended/,
    ],
    [
      'the role trusts another service',
      writer({ trust: trusting({ Principal: { Service: 'ec2.amazonaws.com' } }) }),
      'archive: role may be assumed by DataSync',
      /no statement allows datasync.amazonaws.com/,
    ],
    [
      'the role is for another account',
      writer({ trust: trusting({ Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } } }) }),
      'archive: role may be assumed by DataSync',
      /only when aws:SourceAccount StringEquals 210987654321/,
    ],
    [
      'the role is for another location',
      writer({
        trust: trusting({
          Condition: {
            ArnLike: { 'aws:SourceArn': `arn:aws:datasync:${REGION}:${ACCOUNT}:location/loc-other` },
          },
        }),
      }),
      'archive: role may be assumed by DataSync',
      /loc-other, which never holds/,
    ],
    ...[
      's3:GetBucketLocation',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:GetObject',
      's3:GetObjectTagging',
      's3:GetObjectVersion',
      's3:ListMultipartUploadParts',
      's3:PutObject',
      's3:PutObjectTagging',
    ].map((action): Breakage => [
      `the role lacks ${action}`,
      writerWithout(action),
      'archive: role may use bucket and objects',
      new RegExp(`may not do ${action} \\(no statement allows it\\)$`),
    ]),
    [
      'the role is for another prefix',
      writer({ policies: [JSON.parse(writerPolicy({ ...NEEDS, prefix: 'other/' })) as Policy] }),
      'archive: role may use bucket and objects',
      /s3:PutObject /,
    ],
    [
      'the boundary of the role leaves S3 out',
      writer({ boundary: policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }) }),
      'archive: role may use bucket and objects',
      /its boundary: no statement allows it/,
    ],
    [
      'a policy of the role denies',
      writer({ policies: [JSON.parse(writerPolicy(NEEDS)) as Policy, denied({ Action: 's3:Delete*' })] }),
      'archive: role may use bucket and objects',
      /s3:DeleteObject \(statement Never denies it\)$/,
    ],
    [
      'the bucket policy denies the role',
      settings({ policy: known(denied({ Principal: { AWS: ROLE }, Action: 's3:PutObject' })) }),
      'archive: bucket policy does not deny it',
      /s3:PutObject \(statement Never denies it\)$/,
    ],
    [
      'the bucket policy denies the whole account',
      settings({ policy: known(denied({ Principal: { AWS: ACCOUNT }, Action: 's3:PutObject' })) }),
      'archive: bucket policy does not deny it',
      /s3:PutObject/,
    ],
    [
      'the bucket policy denies all but somebody else',
      settings({ policy: known(denied({ NotPrincipal: { AWS: READER } })) }),
      'archive: bucket policy does not deny it',
      /Never denies it/,
    ],
    [
      'verification would read what sleeps in the archive',
      options({ VerifyMode: 'POINT_IN_TIME_CONSISTENT' }),
      'archive: verification suits the storage classes',
      /DEEP_ARCHIVE cannot be read without a restore/,
    ],
    [
      'deleting costs',
      options({ PreserveDeletedFiles: 'REMOVE' }),
      'archive: deletion suits the storage classes',
      /DEEP_ARCHIVE \(180 days\)/,
    ],
    [
      'the key is gone',
      settings({ key: known({ name: KEY, found: known(undefined) }) }),
      'key: is enabled',
      /no key/,
    ],
    ['the key is disabled', key({ state: 'Disabled' }), 'key: is enabled', /is Disabled/],
    [
      'the key policy lets nobody in',
      key({ policy: known(policy()) }),
      'key: key policy lets the role in',
      /kms:Decrypt \(no statement allows it\)/,
    ],
    [
      'the key policy denies the role',
      key({
        policy: known(
          policy(...[KEY_POLICY.Statement as Statement], {
            Sid: 'Not',
            Effect: 'Deny',
            Principal: { AWS: ROLE },
            Action: 'kms:GenerateDataKey*',
            Resource: '*',
          }),
        ),
      }),
      'key: key policy lets the role in',
      /kms:GenerateDataKey \(statement Not denies it\)$/,
    ],
    [
      'the role may not use the key',
      writerWithout('kms:Decrypt'),
      'key: role may use it',
      /kms:Decrypt \(no statement allows it\)$/,
    ],
  ])('names exactly that when %s', (_what, broken, named, why) => expectNamed(broken, named, why));
});
