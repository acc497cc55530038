import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import {
  metricNamespace,
  type NamingScope,
  resourceName,
  TRANSFER_METRICS,
  withEnvironment,
} from '@strata/naming';
import { Construct } from 'constructs';
import { countAlarm, type CountAlarmProps, PER_RUN_SECONDS } from '../monitoring/alarm';
import type { FallbackRule } from './fallback-rule';
import type { TransferFunction } from './transfer-function';

export interface TransferAlarmsProps {
  readonly naming: NamingScope;
  readonly topicArn: string;
  readonly taskId: string;
  readonly watch: TransferFunction;
  readonly fallback: FallbackRule;
  readonly rpoSeconds: number;
  /** Shortest time between two scheduled runs. */
  readonly intervalSeconds: number;
}

type Alarm = Omit<CountAlarmProps, 'naming' | 'topicArn' | 'purpose'>;

/** Three measurements: one that is missing is no silence, and the alarm is at most so late. */
const SILENCE_SECONDS = 900;

/** Alarms on what the transfers achieve, and on the function and the rule that tell of them. */
export class TransferAlarms extends Construct {
  readonly alarms: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: TransferAlarmsProps) {
    super(scope, id);
    this.alarms = [
      this.rpo(props),
      this.duration(props),
      ...this.runs(props),
      ...this.function(props),
      this.count('fallback-undelivered', props, {
        description: `EventBridge could not publish for rule ${props.fallback.rule.name}: check the policies of the topic and of its key.`,
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensions: { RuleName: props.fallback.rule.name },
      }),
    ];
  }

  /** The age itself is measured, so one value is enough; nobody measures when the function or its schedule is broken. */
  private rpo(props: TransferAlarmsProps): CloudwatchMetricAlarm {
    return new CloudwatchMetricAlarm(this, 'rpo', {
      ...this.common(props, 'rpo'),
      alarmDescription: withEnvironment(
        `No transfer within the RPO of ${props.rpoSeconds / 3600} h has succeeded, or nobody measures it any more. ` +
          'See: strata datasync status, strata datasync history, strata datasync diagnose',
        props.naming.environment,
      ),
      metricName: TRANSFER_METRICS.rpoAge,
      statistic: 'Maximum',
      period: SILENCE_SECONDS,
      evaluationPeriods: 1,
      threshold: props.rpoSeconds,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'breaching',
    });
  }

  private duration(props: TransferAlarmsProps): CloudwatchMetricAlarm {
    return new CloudwatchMetricAlarm(this, 'duration', {
      ...this.common(props, 'duration'),
      alarmDescription:
        `A transfer took longer than the ${props.intervalSeconds / 60} min between two scheduled ones: the next one waits for it. ` +
        'Raise bytesPerSecond or the throughput of the file system, leave more out, or widen the schedule and the RPO.',
      metricName: TRANSFER_METRICS.duration,
      statistic: 'Maximum',
      period: PER_RUN_SECONDS,
      evaluationPeriods: 1,
      threshold: props.intervalSeconds,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'ignore',
    });
  }

  /** Measured once per run: until the next one, the state stays. */
  private runs(props: TransferAlarmsProps): CloudwatchMetricAlarm[] {
    const own = { namespace: metricNamespace(props.naming), dimensions: { Task: props.taskId } };
    return [
      this.count('failed', props, {
        ...own,
        missing: 'ignore',
        description:
          'The last transfer ended in ERROR. See: strata datasync history, strata datasync diagnose',
        metricName: TRANSFER_METRICS.failed,
      }),
      this.count('files-failed', props, {
        ...own,
        missing: 'ignore',
        description:
          'Files of the last transfer failed: they are not in the archive. Its log names them: strata datasync history',
        metricName: TRANSFER_METRICS.filesFailed,
      }),
      this.count('verification', props, {
        ...own,
        missing: 'ignore',
        description:
          'What the last transfer wrote differs from the source. Run it again (strata datasync run --wait); if it stays: strata datasync verify --full',
        metricName: TRANSFER_METRICS.filesVerificationFailed,
      }),
    ];
  }

  private function(props: TransferAlarmsProps): CloudwatchMetricAlarm[] {
    const { watch } = props;
    const dimensions = { FunctionName: watch.function.functionName };
    const { name } = watch.deadLetters.queue;
    return [
      this.count('function-errors', props, {
        description: `The function that tells of transfers ended in an error; the plain message comes in its place. Read ${watch.log.name}.`,
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions,
      }),
      this.count('fallback-failed', props, {
        description: `The function that tells of transfers failed, and so did the way to the plain message: look for executions that nobody was told of (strata datasync history), and at the role of ${watch.function.functionName}.`,
        namespace: 'AWS/Lambda',
        metricName: 'DestinationDeliveryFailures',
        dimensions,
      }),
      this.count('dead-letters', props, {
        description: `EventBridge could not invoke the function that tells of transfers. The queue ${name} has the events; nobody was told of them.`,
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: name },
      }),
    ];
  }

  private common({ naming, topicArn, taskId }: TransferAlarmsProps, purpose: string) {
    return {
      alarmName: resourceName(naming, ['transfer', purpose], 255),
      namespace: metricNamespace(naming),
      dimensions: { Task: taskId },
      alarmActions: [topicArn],
      okActions: [topicArn],
    };
  }

  private count(
    purpose: string,
    { naming, topicArn }: TransferAlarmsProps,
    alarm: Alarm,
  ): CloudwatchMetricAlarm {
    return countAlarm(this, purpose, { naming, topicArn, purpose: `transfer-${purpose}`, ...alarm });
  }
}
