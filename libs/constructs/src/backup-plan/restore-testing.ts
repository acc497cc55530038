import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';

/** When a restore is tested, and for how long what it made stays. */
export interface RestoreTest {
  /** `cron(…)` in UTC. */
  readonly schedule: string;
  readonly startWindowHours: number;
  readonly validationWindowHours: number;
}

export interface RestoreTestingProps {
  readonly naming: NamingScope;
  readonly test: RestoreTest;
  readonly vaultArn: string;
  /** A role of AWS Backup that may restore. */
  readonly roleArn: string;
  /** Only what carries it is tested. */
  readonly selectionTag: { readonly key: string; readonly value: string };
}

/** What the plan backs up, by AWS Backup's names. */
const RESOURCE_TYPES = ['EFS', 'EBS'] as const;

/** How far back the newest recovery point may lie. */
const SELECTION_WINDOW_DAYS = 30;

/** Restores the newest recovery point of one file system and one volume now and then, and deletes what it made. */
export class RestoreTesting extends Construct {
  readonly plan: BackupRestoreTestingPlan;

  constructor(scope: Construct, id: string, props: RestoreTestingProps) {
    super(scope, id);
    const { naming, test, selectionTag } = props;
    this.plan = new BackupRestoreTestingPlan(this, 'plan', {
      // Letters, digits and underscores only: API_RestoreTestingPlanForCreate.
      name: underscored(resourceName(naming, 'restore-test', 50)),
      scheduleExpression: test.schedule,
      scheduleExpressionTimezone: 'UTC',
      startWindowHours: test.startWindowHours,
      recoveryPointSelection: [
        {
          algorithm: 'LATEST_WITHIN_WINDOW',
          includeVaults: [props.vaultArn],
          excludeVaults: [],
          recoveryPointTypes: ['SNAPSHOT'],
          selectionWindowDays: SELECTION_WINDOW_DAYS,
        },
      ],
    });
    for (const type of RESOURCE_TYPES) {
      new BackupRestoreTestingSelection(this, `selection-${type}`, {
        name: `tagged_${type.toLowerCase()}`,
        restoreTestingPlanName: this.plan.name,
        protectedResourceType: type,
        // The provider takes either ARNs or conditions.
        protectedResourceConditions: [
          { stringEquals: [{ key: `aws:ResourceTag/${selectionTag.key}`, value: selectionTag.value }] },
        ],
        iamRoleArn: props.roleArn,
        validationWindowHours: test.validationWindowHours,
      });
    }
  }
}

function underscored(name: string): string {
  return name.replace(/\W/g, '_');
}
