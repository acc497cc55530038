import { type EnvironmentConfig, rotationRequest } from '@strata/config';
import {
  type AlertTopic,
  type FunctionCode,
  RotationAlarms,
  RotationFunction,
  RotationSchedules,
  SnapshotFailureRules,
  snapshotNeeds,
} from '@strata/constructs';
import type { BackupOutputs } from '@strata/contracts';
import type { NamingScope } from '@strata/naming';
import { Construct } from 'constructs';

export interface SnapshotRotationProps {
  readonly naming: NamingScope;
  readonly environment: EnvironmentConfig;
  readonly keyArn: string;
  readonly topic: AlertTopic;
  readonly code: FunctionCode;
}

/** The snapshot policies of an environment, run by schedule and watched. */
export class SnapshotRotation extends Construct {
  readonly rotation: RotationFunction;
  readonly schedules: RotationSchedules;
  readonly failures: SnapshotFailureRules;
  readonly alarms: RotationAlarms;

  constructor(scope: Construct, id: string, props: SnapshotRotationProps) {
    super(scope, id);
    const { naming, environment, topic } = props;
    const { snapshots, objectives, logRetentionDays } = environment.backup;
    this.rotation = new RotationFunction(this, 'function', {
      naming,
      code: props.code,
      logRetentionDays,
      needs: snapshotNeeds(naming, props.keyArn, snapshots.policies),
      ...(environment.endpoint === undefined ? {} : { endpoint: environment.endpoint }),
    });
    this.schedules = new RotationSchedules(this, 'schedules', {
      naming,
      rotation: this.rotation,
      schedules: snapshots.policies.map((policy) => ({
        policyName: policy.name,
        schedule: policy.schedule,
        // The same at each try of one firing, so that a second try finishes the run of the first
        // (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
        request: { ...rotationRequest(environment, policy), scheduledTime: '<aws.scheduler.scheduled-time>' },
      })),
    });
    this.failures = new SnapshotFailureRules(this, 'failures', { naming, topic });
    this.alarms = new RotationAlarms(this, 'alarms', {
      naming,
      topicArn: topic.topic.arn,
      functionName: this.rotation.function.functionName,
      logGroupName: this.rotation.log.name,
      deadLetterQueueName: this.rotation.deadLetters.queue.name,
      ruleNames: { single: this.failures.rules.single.name, set: this.failures.rules.set.name },
      policyNames: snapshots.policies.map(({ name }) => name),
      rpoSeconds: objectives.rpoHours * 3600,
    });
  }
}

/** What of it other tools need to know; lists, because an environment may have none of it. */
export function snapshotOutputs(
  of: SnapshotRotation | undefined,
): Pick<
  BackupOutputs,
  | 'snapshotFunctionNames'
  | 'snapshotScheduleGroupNames'
  | 'snapshotScheduleNames'
  | 'snapshotDeadLetterQueueUrls'
  | 'snapshotFailureRuleNames'
> {
  return {
    snapshotFunctionNames: of ? [of.rotation.function.functionName] : [],
    snapshotScheduleGroupNames: of ? [of.schedules.group.name] : [],
    snapshotScheduleNames: of?.schedules.schedules.map(({ name }) => name) ?? [],
    snapshotDeadLetterQueueUrls: of ? [of.rotation.deadLetters.queue.url] : [],
    snapshotFailureRuleNames: of ? Object.values(of.failures.rules).map(({ name }) => name) : [],
  };
}
