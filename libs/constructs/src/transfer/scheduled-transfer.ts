import { DatasyncTask } from '@cdktf/provider-aws/lib/datasync-task';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import type { BucketDestination } from './bucket-destination';
import type { FileSystemSource } from './file-system-source';
import type { TransferLog } from './transfer-log';

/** Options of a DataSync task: https://docs.aws.amazon.com/datasync/latest/userguide/API_Options.html */
export interface TransferOptions {
  readonly logLevel: 'OFF' | 'BASIC' | 'TRANSFER';
  readonly verifyMode: 'ONLY_FILES_TRANSFERRED' | 'POINT_IN_TIME_CONSISTENT' | 'NONE';
  readonly overwriteMode: 'ALWAYS' | 'NEVER';
  readonly preserveDeletedFiles: 'PRESERVE' | 'REMOVE';
  readonly transferMode: 'CHANGED' | 'ALL';
  /** Bytes per second; -1 for no limit. */
  readonly bytesPerSecond: number;
}

export interface ScheduledTransferProps {
  readonly naming: NamingScope;
  readonly source: FileSystemSource;
  readonly destination: BucketDestination;
  readonly log: TransferLog;
  /** `rate(…)` or `cron(…)`; DataSync runs a task at most once an hour. */
  readonly schedule: string;
  readonly options: TransferOptions;
  /** Patterns of paths that are the only ones transferred. @default - all */
  readonly include?: readonly string[];
  /** Patterns of paths that are not transferred. @default - none */
  readonly exclude?: readonly string[];
}

/** The scheduled copy of what changed from the share to the archive. */
export class ScheduledTransfer extends Construct {
  readonly task: DatasyncTask;

  constructor(scope: Construct, id: string, props: ScheduledTransferProps) {
    super(scope, id);
    this.task = new DatasyncTask(this, 'task', {
      name: resourceName(props.naming, 'efs-to-archive', 256),
      sourceLocationArn: props.source.location.arn,
      destinationLocationArn: props.destination.location.arn,
      cloudwatchLogGroupArn: props.log.group.arn,
      schedule: { scheduleExpression: props.schedule },
      options: { ...props.options, mtime: 'PRESERVE', atime: 'BEST_EFFORT', posixPermissions: 'PRESERVE' },
      ...patterns('includes', props.include),
      ...patterns('excludes', props.exclude),
      dependsOn: [props.log.permission],
    });
  }
}

/** DataSync takes one filter whose patterns are joined by `|`. */
function patterns(property: 'includes' | 'excludes', values: readonly string[] = []) {
  return values.length === 0 ? {} : { [property]: { filterType: 'SIMPLE_PATTERN', value: values.join('|') } };
}
