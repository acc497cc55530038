import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { type NamingScope, regionalArn, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';
import type { RotationFunction } from './rotation-function';

/** One policy's schedule. */
export interface RotationSchedule {
  /** Name of the policy, unique; part of the construct's id. */
  readonly policyName: string;
  /** `rate(…)` or `cron(…)`, UTC. */
  readonly schedule: string;
  /** What the function is told: plain data. */
  readonly request: unknown;
}

export interface RotationSchedulesProps {
  readonly naming: NamingScope;
  readonly rotation: RotationFunction;
  readonly schedules: readonly RotationSchedule[];
}

/** Tries to hand the function its event, all within the time that the event may wait. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 };

/** Starts the rotation of each policy on time. */
export class RotationSchedules extends Construct {
  readonly group: SchedulerScheduleGroup;
  readonly schedules: readonly SchedulerSchedule[];

  constructor(scope: Construct, id: string, props: RotationSchedulesProps) {
    super(scope, id);
    const { naming, rotation } = props;
    const groupName = resourceName(naming, 'snapshots', 64);
    this.group = new SchedulerScheduleGroup(this, 'group', { name: groupName });
    const role = new ServiceRole(this, 'role', {
      naming,
      purpose: 'snapshot-schedules',
      service: 'scheduler.amazonaws.com',
      sourceAccount: naming.account,
      // A group: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      sourceArn: regionalArn(naming, 'scheduler', `schedule-group/${groupName}`),
      statements: [
        {
          Sid: 'StartRotation',
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Resource: rotation.function.arn,
        },
        ...rotation.deadLetters.sendStatements,
      ],
    });
    this.schedules = props.schedules.map(
      ({ policyName, schedule, request }) =>
        new SchedulerSchedule(this, `policy-${policyName}`, {
          name: resourceName(naming, ['snapshots', policyName], 64),
          description: `Snapshot policy ${policyName}`,
          groupName: this.group.name,
          scheduleExpression: schedule,
          scheduleExpressionTimezone: 'UTC',
          flexibleTimeWindow: { mode: 'OFF' },
          target: {
            arn: rotation.function.arn,
            roleArn: role.role.arn,
            input: JSON.stringify(request),
            retryPolicy: RETRY_POLICY,
            deadLetterConfig: { arn: rotation.deadLetters.queue.arn },
          },
          dependsOn: [role.policy],
        }),
    );
  }
}
