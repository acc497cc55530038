import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';

export interface DeadLetterQueueProps {
  readonly naming: NamingScope;
  /** Last part of the queue's name. */
  readonly purpose: string;
  /** A customer key. */
  readonly keyArn: string;
}

/** SQS keeps messages for 14 days at most. */
const RETENTION_SECONDS = 14 * 86_400;

/** An encrypted queue for what could not be done, kept as long as SQS keeps anything. */
export class DeadLetterQueue extends Construct {
  readonly queue: SqsQueue;
  /** What a role needs to send to it. */
  readonly sendStatements: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    const { naming, keyArn } = props;
    this.queue = new SqsQueue(this, 'queue', {
      name: resourceName(naming, props.purpose, 80),
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: RETENTION_SECONDS,
    });
    this.sendStatements = [
      {
        Sid: 'SendDeadLetters',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: this.queue.arn,
      },
      {
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        Sid: 'EncryptDeadLetters',
        Effect: 'Allow',
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Resource: keyArn,
        Condition: { StringEquals: { 'kms:ViaService': `sqs.${naming.region}.amazonaws.com` } },
      },
    ];
  }
}
