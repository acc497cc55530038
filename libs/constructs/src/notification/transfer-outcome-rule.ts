import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import type { AlertTopic } from './alert-topic';
import { messageTemplate } from './message-template';

export interface TransferOutcomeRuleProps {
  readonly naming: NamingScope;
  readonly taskArn: string;
  readonly topic: AlertTopic;
}

/**
 * The event pattern for the end of one task's executions. DataSync names the execution, not the task, in `resources`:
 * the bare task ARN never matches.
 */
export function transferOutcomePattern(taskArn: string) {
  return {
    source: ['aws.datasync'],
    'detail-type': ['DataSync Task Execution State Change'],
    resources: [{ prefix: `${taskArn}/execution/` }],
    detail: { State: ['SUCCESS', 'ERROR'] },
  };
}

/** Tells the topic, in words, when an execution of this task succeeded or failed. */
export class TransferOutcomeRule extends Construct {
  readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: TransferOutcomeRuleProps) {
    super(scope, id);
    this.rule = new CloudwatchEventRule(this, 'rule', {
      name: resourceName(props.naming, 'datasync-outcome', 64),
      description: 'Success and failure of the scheduled transfer',
      eventPattern: JSON.stringify(transferOutcomePattern(props.taskArn)),
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: this.rule.name,
      targetId: 'alert-topic',
      arn: props.topic.topic.arn,
      inputTransformer: {
        inputPaths: {
          state: '$.detail.State',
          execution: '$.resources[0]',
          time: '$.time',
          region: '$.region',
          account: '$.account',
        },
        inputTemplate: message(props.naming.environment),
      },
      dependsOn: [props.topic.policy],
    });
  }
}

function message(environment: string): string {
  return messageTemplate([
    `DataSync transfer <state> in environment ${environment}`,
    'Execution: <execution>',
    'Time: <time>',
    'Account: <account>, Region <region>',
    'Details: aws datasync describe-task-execution --region <region> --task-execution-arn <execution>',
  ]);
}
