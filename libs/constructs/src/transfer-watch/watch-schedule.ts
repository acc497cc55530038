import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { type NamingScope, regionalArn, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';
import type { TransferFunction } from './transfer-function';

/** Minutes between two measurements. */
export const WATCH_INTERVAL_MINUTES = 5;

/** A watch that is late is overtaken by the next one. */
const RETRY_POLICY = { maximumEventAgeInSeconds: WATCH_INTERVAL_MINUTES * 60, maximumRetryAttempts: 2 };

export interface WatchScheduleProps {
  readonly naming: NamingScope;
  readonly watch: TransferFunction;
}

/** Lets the age of the newest backup be measured, whether or not a transfer ran: events are best effort. */
export class WatchSchedule extends Construct {
  readonly group: SchedulerScheduleGroup;
  readonly schedule: SchedulerSchedule;

  constructor(scope: Construct, id: string, { naming, watch }: WatchScheduleProps) {
    super(scope, id);
    const groupName = resourceName(naming, 'transfer-watch', 64);
    this.group = new SchedulerScheduleGroup(this, 'group', { name: groupName });
    const role = new ServiceRole(this, 'role', {
      naming,
      purpose: 'transfer-watch-schedule',
      service: 'scheduler.amazonaws.com',
      sourceAccount: naming.account,
      sourceArn: regionalArn(naming, 'scheduler', `schedule-group/${groupName}`),
      statements: [
        {
          Sid: 'StartWatch',
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Resource: watch.function.arn,
        },
      ],
    });
    this.schedule = new SchedulerSchedule(this, 'schedule', {
      name: groupName,
      description: 'Measures the age of the newest backup of the share',
      groupName: this.group.name,
      scheduleExpression: `rate(${WATCH_INTERVAL_MINUTES} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: watch.function.arn,
        roleArn: role.role.arn,
        input: JSON.stringify({ watch: {} }),
        // No queue: a watch that did not happen is noticed as silence.
        retryPolicy: RETRY_POLICY,
      },
      dependsOn: [role.policy],
    });
  }
}
