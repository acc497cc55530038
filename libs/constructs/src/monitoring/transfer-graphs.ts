import { metricNamespace, type NamingScope, TRANSFER_METRICS } from '@strata/naming';
import type { Graph } from './graph';

/** What the graphs of the transfer show. */
export interface TransferGraphs {
  /** Last part of the task's ARN. */
  readonly taskId: string;
  readonly rpoSeconds: number;
  /** Name of the metric that counts error lines in DataSync's log. */
  readonly logErrorsMetric: string;
}

/** Rows that say whether the transfers run, what they move, and what they fail with. Each run is one value. */
export function transferGraphs(naming: NamingScope, of: TransferGraphs): Graph[] {
  const namespace = metricNamespace(naming);
  const ours = (metric: string) => [namespace, metric, 'Task', of.taskId];
  const dataSync = (metric: string) => ['AWS/DataSync', metric, 'TaskId', of.taskId];
  const { rpoAge, filesTransferred, filesDeleted, filesFailed, filesVerificationFailed, bytes, failed } =
    TRANSFER_METRICS;
  return [
    {
      title: 'Age of the newest backup of the share',
      stat: 'Maximum',
      metrics: [ours(rpoAge)],
      limit: { label: 'RPO', value: of.rpoSeconds },
    },
    {
      // An event that came twice counts once.
      title: 'Transfers: files',
      stat: 'Maximum',
      metrics: [ours(filesTransferred), ours(filesDeleted)],
    },
    { title: 'Transfers: bytes', stat: 'Maximum', metrics: [ours(bytes)] },
    {
      title: 'Transfers: failures',
      stat: 'Maximum',
      metrics: [
        ours(failed),
        ours(filesFailed),
        ours(filesVerificationFailed),
        [namespace, of.logErrorsMetric],
      ],
    },
    {
      title: 'Transfers under way',
      metrics: [
        dataSync('FilesTransferred'),
        dataSync('FilesVerifiedDestination'),
        [...dataSync('BytesTransferred'), { yAxis: 'right' }],
      ],
    },
    { title: 'Duration of transfers', stat: 'Maximum', metrics: [ours(TRANSFER_METRICS.duration)] },
  ];
}
