import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { TRANSFER_ERRORS_METRIC } from './backup-alarms';
import type { Graph } from './graph';
import { type SnapshotGraphs, snapshotGraphs } from './snapshot-graphs';
import { transferGraphs } from './transfer-graphs';

export interface BackupDashboardProps {
  readonly naming: NamingScope;
  /** Last part of the task's ARN, the dimension of DataSync's metrics. */
  readonly taskId: string;
  readonly rpoSeconds: number;
  readonly archiveBucketName: string;
  readonly fileSystemId: string;
  readonly autoScalingGroupName: string;
  readonly alarmArns: readonly string[];
  /** Snapshot policies, and the RPO that they are held to. @default - no graphs of snapshots */
  readonly snapshots?: SnapshotGraphs;
}

/**
 * Storage classes as S3's metrics name them; those without data are not drawn.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html (StorageType)
 */
const STORAGE_TYPES = [
  'StandardStorage',
  'StandardIAStorage',
  'OneZoneIAStorage',
  'IntelligentTieringFAStorage',
  'GlacierInstantRetrievalStorage',
  'GlacierStorage',
  'DeepArchiveStorage',
] as const;

const WIDTH = 12;
const HEIGHT = 6;

/** One page that shows whether the backups run, what they move and what they cost to keep. */
export class BackupDashboard extends Construct {
  readonly dashboard: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: BackupDashboardProps) {
    super(scope, id);
    this.dashboard = new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: resourceName(props.naming, 'backup', 255),
      dashboardBody: JSON.stringify({ widgets: widgets(props) }),
    });
  }
}

function widgets(props: BackupDashboardProps): unknown[] {
  const alarms = {
    type: 'alarm',
    x: 0,
    y: 0,
    width: 2 * WIDTH,
    height: 3,
    properties: { title: 'Alarms', alarms: props.alarmArns },
  };
  const rest = graphs(props).map((graph, index) => ({
    type: 'metric',
    x: (index % 2) * WIDTH,
    y: 3 + Math.floor(index / 2) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: graph.title,
      region: props.naming.region,
      view: 'timeSeries',
      stat: graph.stat ?? 'Sum',
      period: graph.periodSeconds ?? 300,
      metrics: graph.metrics,
      ...(graph.limit === undefined ? {} : { annotations: { horizontal: [graph.limit] } }),
    },
  }));
  return [alarms, ...rest];
}

function graphs(props: BackupDashboardProps): Graph[] {
  const archive = ['BucketName', props.archiveBucketName, 'StorageType'] as const;
  return [
    ...transferGraphs(props.naming, {
      taskId: props.taskId,
      rpoSeconds: props.rpoSeconds,
      logErrorsMetric: TRANSFER_ERRORS_METRIC,
    }),
    {
      // S3 publishes its storage metrics once a day.
      title: 'Archive size',
      stat: 'Average',
      periodSeconds: 86_400,
      metrics: STORAGE_TYPES.map((type) => ['AWS/S3', 'BucketSizeBytes', ...archive, type]),
    },
    {
      // It counts noncurrent versions, delete markers and parts of unfinished uploads too.
      title: 'Versions in the archive',
      stat: 'Average',
      periodSeconds: 86_400,
      metrics: [['AWS/S3', 'NumberOfObjects', ...archive, 'AllStorageTypes']],
    },
    {
      title: 'File system clients and I/O',
      metrics: [
        ['AWS/EFS', 'ClientConnections', 'FileSystemId', props.fileSystemId],
        ['AWS/EFS', 'TotalIOBytes', 'FileSystemId', props.fileSystemId],
      ],
    },
    {
      title: 'Fleet',
      stat: 'Average',
      metrics: [
        ['AWS/EC2', 'CPUUtilization', 'AutoScalingGroupName', props.autoScalingGroupName],
        ['AWS/AutoScaling', 'GroupInServiceInstances', 'AutoScalingGroupName', props.autoScalingGroupName],
      ],
    },
    {
      title: 'AWS Backup jobs',
      periodSeconds: 3600,
      metrics: ['NumberOfBackupJobsCompleted', 'NumberOfBackupJobsFailed'].map((metric) => [
        'AWS/Backup',
        metric,
      ]),
    },
    ...(props.snapshots ? snapshotGraphs(props.naming, props.snapshots) : []),
  ];
}
