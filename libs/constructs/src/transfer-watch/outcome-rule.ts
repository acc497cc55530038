import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { type NamingScope, resourceName, TEST_EVENT_SOURCE } from '@strata/naming';
import { Construct } from 'constructs';
import { policyDocument } from '../iam/policy';
import type { TransferFunction } from './transfer-function';

/** What DataSync calls its events: https://docs.aws.amazon.com/datasync/latest/userguide/monitor-datasync.html */
export const TRANSFER_DETAIL_TYPE = 'DataSync Task Execution State Change';

/**
 * The event pattern for the end of one task's executions, and for tests of it. DataSync names the execution, not the
 * task, in `resources`: the bare task ARN never matches.
 */
export function transferOutcomePattern(taskArn: string) {
  return {
    source: ['aws.datasync', TEST_EVENT_SOURCE],
    'detail-type': [TRANSFER_DETAIL_TYPE],
    resources: [{ prefix: `${taskArn}/execution/` }],
    detail: { State: ['SUCCESS', 'ERROR'] },
  };
}

export interface TransferOutcomeRuleProps {
  readonly naming: NamingScope;
  readonly taskArn: string;
  readonly watch: TransferFunction;
}

/** Hands the function each execution of this task that succeeded or failed; what it cannot hand over is kept. */
export class TransferOutcomeRule extends Construct {
  readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, { naming, taskArn, watch }: TransferOutcomeRuleProps) {
    super(scope, id);
    this.rule = new CloudwatchEventRule(this, 'rule', {
      name: resourceName(naming, 'datasync-outcome', 64),
      description: 'Success and failure of the scheduled transfer',
      eventPattern: JSON.stringify(transferOutcomePattern(taskArn)),
    });
    const permission = new LambdaPermission(this, 'permission', {
      statementId: 'OutcomeRuleInvokes',
      action: 'lambda:InvokeFunction',
      functionName: watch.function.functionName,
      principal: 'events.amazonaws.com',
      sourceArn: this.rule.arn,
    });
    const { queue } = watch.deadLetters;
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html (permissions)
    const letters = new SqsQueuePolicy(this, 'dead-letters-policy', {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Sid: 'OutcomeRuleBuries',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue.arn,
          Condition: { ArnEquals: { 'aws:SourceArn': this.rule.arn } },
        },
      ]),
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: this.rule.name,
      targetId: 'transfer-watch',
      arn: watch.function.arn,
      deadLetterConfig: { arn: queue.arn },
      dependsOn: [permission, letters],
    });
  }
}
