import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import type { AlertTopic } from '../notification/alert-topic';
import { messageTemplate } from '../notification/message-template';
import { TRANSFER_DETAIL_TYPE } from './outcome-rule';

/**
 * The event pattern for news of a transfer that the function gave up. Its record names the function with its version, and
 * carries the event that it failed with.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function fallbackPattern(functionArn: string) {
  return {
    source: ['lambda'],
    'detail-type': ['Lambda Function Invocation Result - Failure'],
    detail: {
      requestContext: { functionArn: [{ prefix: `${functionArn}:` }] },
      // What the watchdog failed to measure is no news of a transfer.
      requestPayload: { 'detail-type': [TRANSFER_DETAIL_TYPE] },
    },
  };
}

export interface FallbackRuleProps {
  readonly naming: NamingScope;
  readonly functionArn: string;
  readonly logGroupName: string;
  readonly topic: AlertTopic;
}

/** Tells the topic in plain words of a transfer's end when the function could not: then, and only then. */
export class FallbackRule extends Construct {
  readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, { naming, functionArn, logGroupName, topic }: FallbackRuleProps) {
    super(scope, id);
    this.rule = new CloudwatchEventRule(this, 'rule', {
      name: resourceName(naming, 'datasync-outcome-fallback', 64),
      description: 'News of the transfer that the function could not tell',
      eventPattern: JSON.stringify(fallbackPattern(functionArn)),
    });
    const payload = '$.detail.requestPayload';
    new CloudwatchEventTarget(this, 'target', {
      rule: this.rule.name,
      targetId: 'alert-topic',
      arn: topic.topic.arn,
      inputTransformer: {
        inputPaths: {
          state: `${payload}.detail.State`,
          execution: `${payload}.resources[0]`,
          time: `${payload}.time`,
          region: `${payload}.region`,
          account: `${payload}.account`,
          source: `${payload}.source`,
          error: '$.detail.responsePayload.errorMessage',
        },
        inputTemplate: messageTemplate([
          `DataSync transfer <state> in environment ${naming.environment}`,
          'From <source> (strata.test: a TEST, no transfer ended)',
          'Execution: <execution>',
          'Time: <time>',
          'Account: <account>, Region <region>',
          'Details: aws datasync describe-task-execution --region <region> --task-execution-arn <execution>',
          `This is the plain message: the function that tells more failed. Read ${logGroupName}: <error>`,
        ]),
      },
      dependsOn: [topic.policy],
    });
  }
}
