import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { globalArn, type NamingScope } from '@strata/naming';
import { Construct } from 'constructs';
import { policyDocument } from '../iam/policy';

export interface AlertTopicProps {
  readonly naming: NamingScope;
  readonly topicName: string;
  /** A customer key: with the AWS managed one EventBridge cannot publish. */
  readonly keyArn: string;
  /** Addresses that get an e-mail for each message. AWS asks each to confirm first. */
  readonly emails: readonly string[];
}

/** The encrypted topic that every alert goes to, its e-mail subscribers, and who may publish. */
export class AlertTopic extends Construct {
  readonly topic: SnsTopic;
  readonly policy: SnsTopicPolicy;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    const { naming } = props;
    this.topic = new SnsTopic(this, 'topic', { name: props.topicName, kmsMasterKeyId: props.keyArn });
    this.policy = new SnsTopicPolicy(this, 'policy', {
      arn: this.topic.arn,
      policy: policyDocument([
        {
          Sid: 'OwnerManages',
          Effect: 'Allow',
          Principal: { AWS: globalArn(naming, 'iam', 'root') },
          Action: [
            'sns:GetTopicAttributes',
            'sns:SetTopicAttributes',
            'sns:AddPermission',
            'sns:RemovePermission',
            'sns:DeleteTopic',
            'sns:Subscribe',
            'sns:ListSubscriptionsByTopic',
            'sns:Publish',
          ],
          Resource: this.topic.arn,
        },
        {
          // No condition: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
          Sid: 'RulesPublish',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: this.topic.arn,
        },
        {
          Sid: 'AlarmsPublish',
          Effect: 'Allow',
          Principal: { Service: ['cloudwatch.amazonaws.com', 'backup.amazonaws.com'] },
          Action: 'sns:Publish',
          Resource: this.topic.arn,
          Condition: { StringEquals: { 'aws:SourceAccount': naming.account } },
        },
      ]),
    });
    for (const address of props.emails) {
      // By address, not by place in the list: removing one must not touch the others' confirmed subscriptions.
      new SnsTopicSubscription(this, `email-${address}`, {
        topicArn: this.topic.arn,
        protocol: 'email',
        endpoint: address,
      });
    }
  }
}
