import { type NamingScope, regionalArn, RUN_TAGS } from '@strata/naming';
import type { PolicyStatement } from '../iam/policy';
import { onlyKeys } from '../iam/conditions';
import { LEASES, taggedOurs } from './ours';

/** Stopping and starting instances for a consistent snapshot. */
export function instanceStatements(naming: NamingScope, keyArn: string): PolicyStatement[] {
  return [
    {
      Sid: 'StopAndStartOurs',
      Effect: 'Allow',
      Action: ['ec2:StopInstances', 'ec2:StartInstances'],
      Resource: regionalArn(naming, 'ec2', 'instance/*'),
      Condition: { StringEquals: taggedOurs(naming) },
    },
    {
      // An instance with encrypted volumes starts only when its starter may let EC2 use their key; else it stops again.
      // https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html
      Sid: 'StartWithEncryptedVolumes',
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: keyArn,
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    {
      // It runs on while the key is disabled, and does not start any more: it must not be stopped then.
      Sid: 'SeeWhetherItWouldStart',
      Effect: 'Allow',
      Action: 'kms:DescribeKey',
      Resource: keyArn,
    },
  ];
}

/** Taking instances out of the service of their Auto Scaling group meanwhile; nothing where no policy asks for it. */
export function standbyStatements(naming: NamingScope, asked: boolean): PolicyStatement[] {
  if (!asked) return [];
  return [
    {
      Sid: 'TakeOutOfServiceAndBack',
      Effect: 'Allow',
      Action: ['autoscaling:EnterStandby', 'autoscaling:ExitStandby'],
      // The middle of the ARN is an id that AWS invents when it creates the group.
      Resource: regionalArn(naming, 'autoscaling', 'autoScalingGroup:*:autoScalingGroupName/*'),
      Condition: { StringEquals: taggedOurs(naming) },
    },
  ];
}

/** The marks of a run: leases on volumes, and on instances what was done to them. No other tag is touched. */
export function runTagStatements(naming: NamingScope): PolicyStatement[] {
  const mark = (sid: string, resource: string, keys: readonly string[]): PolicyStatement => ({
    Sid: sid,
    Effect: 'Allow',
    Action: ['ec2:CreateTags', 'ec2:DeleteTags'],
    Resource: regionalArn(naming, 'ec2', resource),
    Condition: { StringEquals: taggedOurs(naming), ...onlyKeys(keys) },
  });
  return [
    mark('LeaseVolumes', 'volume/*', [LEASES]),
    mark('MarkInstances', 'instance/*', RUN_TAGS.instanceKeys),
  ];
}
