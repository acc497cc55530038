import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { metricNamespace, type NamingScope, SNAPSHOT_METRICS } from '@strata/naming';
import { Construct } from 'constructs';
import { countAlarm, type CountAlarmProps } from '../monitoring/alarm';
import { rpoAlarm } from './rpo-alarm';

export interface RotationAlarmsProps {
  readonly naming: NamingScope;
  readonly topicArn: string;
  readonly functionName: string;
  readonly logGroupName: string;
  readonly deadLetterQueueName: string;
  /** Rules that tell of failed snapshots, by what they watch. */
  readonly ruleNames: Readonly<Record<string, string>>;
  readonly policyNames: readonly string[];
  readonly rpoSeconds: number;
}

/** Alarms on the function, on what it could not do, and on what each policy achieves. */
export class RotationAlarms extends Construct {
  readonly alarms: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: RotationAlarmsProps) {
    super(scope, id);
    this.alarms = [
      ...this.functionAlarms(props),
      ...this.ruleAlarms(props),
      ...props.policyNames.flatMap((policyName) => this.policyAlarms(props, policyName)),
    ];
  }

  private functionAlarms(props: RotationAlarmsProps): CloudwatchMetricAlarm[] {
    const dimensions = { FunctionName: props.functionName };
    return [
      this.count('errors', props, {
        description: `The snapshot rotation ended in an error. Read ${props.logGroupName}; run strata snapshots resume if an instance stays stopped.`,
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions,
      }),
      this.count('throttles', props, {
        description:
          'A snapshot rotation had to wait for another to end: it will run within the hour. If it happens daily, set the schedules of the policies further apart.',
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        dimensions,
      }),
      this.count('dead-letters', props, {
        description: `A snapshot rotation was given up. The queue ${props.deadLetterQueueName} has its request; run strata snapshots rotate for its policy.`,
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: props.deadLetterQueueName },
      }),
    ];
  }

  private ruleAlarms(props: RotationAlarmsProps): CloudwatchMetricAlarm[] {
    return Object.entries(props.ruleNames).map(([watched, RuleName]) =>
      this.count(`undelivered-${watched}`, props, {
        description: `EventBridge could not publish for rule ${RuleName}: check the policies of the topic and of its key.`,
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensions: { RuleName },
      }),
    );
  }

  private policyAlarms(props: RotationAlarmsProps, policyName: string): CloudwatchMetricAlarm[] {
    const own = { namespace: metricNamespace(props.naming), dimensions: { Policy: policyName } };
    const { naming, topicArn, rpoSeconds } = props;
    return [
      this.count(`${policyName}-failed`, props, {
        ...own,
        description: `Snapshots of policy ${policyName} failed, or could not be copied or removed. Read ${props.logGroupName} for which and why.`,
        metricName: SNAPSHOT_METRICS.failed,
      }),
      this.count(`${policyName}-over-rpo`, props, {
        ...own,
        description: `Volumes of snapshot policy ${policyName} have no completed snapshot within the RPO. List them: strata snapshots status --policy ${policyName}`,
        metricName: SNAPSHOT_METRICS.volumesOverRpo,
      }),
      rpoAlarm(this, `${policyName}-rpo`, { naming, policyName, rpoSeconds, topicArn }),
    ];
  }

  private count(
    purpose: string,
    { naming, topicArn }: RotationAlarmsProps,
    rest: Omit<CountAlarmProps, 'naming' | 'topicArn' | 'purpose'>,
  ): CloudwatchMetricAlarm {
    return countAlarm(this, purpose, { naming, topicArn, purpose: `snapshots-${purpose}`, ...rest });
  }
}
