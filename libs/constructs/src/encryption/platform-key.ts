import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { globalArn, type NamingScope, regionalArn, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { policyDocument, type PolicyStatement } from '../iam/policy';

export interface PlatformKeyProps {
  readonly naming: NamingScope;
  /** Days between `destroy` and the loss of everything the key encrypts; 7 to 30. @default 30 */
  readonly deletionWindowDays?: number;
}

/** The customer key that encrypts every layer's data, rotated each year, with a policy for the services that use it. */
export class PlatformKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PlatformKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'key', {
      description: `Encrypts the data of ${resourceName(props.naming, 'platform')}`,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      policy: policyDocument(keyPolicy(props.naming)),
    });
    new KmsAlias(this, 'alias', {
      name: `alias/${resourceName(props.naming, 'platform')}`,
      targetKeyId: key.keyId,
    });
    this.arn = key.arn;
  }
}

/** The statements of the key policy. `Resource: '*'` means the key itself, as always in a key policy. */
export function keyPolicy(naming: NamingScope): PolicyStatement[] {
  const { account, region } = naming;
  return [
    {
      Sid: 'AccountDelegatesToIam',
      Effect: 'Allow',
      Principal: { AWS: globalArn(naming, 'iam', 'root') },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      // Without it a rule publishes to an encrypted topic and silently nothing arrives. No condition: EventBridge
      // does not send its source with every key call, and a condition that never holds is the same silence.
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
      Sid: 'RulesPublishToEncryptedTopics',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    },
    {
      Sid: 'AlarmsPublishToEncryptedTopics',
      Effect: 'Allow',
      Principal: { Service: ['cloudwatch.amazonaws.com', 'backup.amazonaws.com'] },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
    {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
      Sid: 'LogGroupsOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': regionalArn(naming, 'logs', 'log-group:*') },
      },
    },
    {
      // The form of the AWS managed key for EBS. It reaches the Auto Scaling service-linked role without naming it:
      // a key policy that names a role which does not exist yet is refused.
      // https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
      Sid: 'VolumesThroughEc2',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${region}.amazonaws.com` },
      },
    },
  ];
}
