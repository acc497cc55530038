import { type EnvironmentConfig, transferWatchSettings } from '@strata/config';
import {
  type AlertTopic,
  FallbackRule,
  type FunctionCode,
  TransferAlarms,
  TransferFunction,
  type TransferLog,
  TransferOutcomeRule,
  WatchSchedule,
} from '@strata/constructs';
import type { BackupOutputs } from '@strata/contracts';
import type { NamingScope } from '@strata/naming';
import { Construct } from 'constructs';

export interface TransferWatchProps {
  readonly naming: NamingScope;
  readonly environment: EnvironmentConfig;
  readonly keyArn: string;
  readonly topic: AlertTopic;
  readonly code: FunctionCode;
  readonly taskArn: string;
  /** Last part of the task's ARN. */
  readonly taskId: string;
  /** The transfer's. */
  readonly log: TransferLog;
  readonly archiveBucketName: string;
}

/** Tells how each transfer went, in words or, when that fails, in plain ones, and notices the one that never ran. */
export class TransferWatch extends Construct {
  readonly watch: TransferFunction;
  readonly outcome: TransferOutcomeRule;
  readonly fallback: FallbackRule;
  readonly schedule: WatchSchedule;
  readonly alarms: TransferAlarms;

  constructor(scope: Construct, id: string, props: TransferWatchProps) {
    super(scope, id);
    const { naming, environment, topic, taskArn, log, archiveBucketName } = props;
    const topicArn = topic.topic.arn;
    const settings = transferWatchSettings(environment, {
      taskArn,
      topicArn,
      logGroupName: log.group.name,
      archiveBucketName,
    });
    this.watch = new TransferFunction(this, 'function', {
      naming,
      code: props.code,
      keyArn: props.keyArn,
      logRetentionDays: environment.backup.logRetentionDays,
      needs: { taskArn, topicArn, logGroupArn: log.group.arn },
      settings,
      ...(environment.endpoint === undefined ? {} : { endpoint: environment.endpoint }),
    });
    // The fallback first: no news is handed to a function whose failure nobody would tell of.
    this.fallback = new FallbackRule(this, 'fallback', {
      naming,
      topic,
      functionArn: this.watch.function.arn,
      logGroupName: this.watch.log.name,
    });
    // Of the stack, where it has always been: under another address Terraform would delete the rule that it just made,
    // as both have the same name.
    this.outcome = new TransferOutcomeRule(scope, 'outcome', { naming, taskArn, watch: this.watch });
    this.schedule = new WatchSchedule(this, 'schedule', { naming, watch: this.watch });
    this.alarms = new TransferAlarms(this, 'alarms', {
      naming,
      topicArn,
      taskId: props.taskId,
      watch: this.watch,
      fallback: this.fallback,
      rpoSeconds: settings.rpoMinutes * 60,
      intervalSeconds: settings.intervalMinutes * 60,
    });
  }

  /** What of it other tools need to know. */
  get outputs(): Pick<
    BackupOutputs,
    | 'stateChangeRuleName'
    | 'transferFunctionName'
    | 'transferFunctionLogGroupName'
    | 'transferDeadLetterQueueUrl'
    | 'transferFallbackRuleName'
    | 'transferWatchScheduleGroupName'
    | 'transferWatchScheduleName'
  > {
    return {
      stateChangeRuleName: this.outcome.rule.name,
      transferFunctionName: this.watch.function.functionName,
      transferFunctionLogGroupName: this.watch.log.name,
      transferDeadLetterQueueUrl: this.watch.deadLetters.queue.url,
      transferFallbackRuleName: this.fallback.rule.name,
      transferWatchScheduleGroupName: this.schedule.group.name,
      transferWatchScheduleName: this.schedule.schedule.name,
    };
  }
}
