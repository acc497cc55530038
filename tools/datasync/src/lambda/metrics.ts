import { TRANSFER_METRICS } from '@strata/naming';
import { failedItems } from '../failed-items';
import type { ExecutionRecord } from '../model';

/** One value of a metric. */
export interface Metric {
  readonly name: (typeof TRANSFER_METRICS)[keyof typeof TRANSFER_METRICS];
  readonly unit: 'Count' | 'Seconds' | 'Bytes';
  readonly value: number;
}

/** What a run that ended says in numbers; what DataSync does not tell is left out. Pure. */
export function metricsOf(execution: ExecutionRecord): Metric[] {
  const { counts, result, status } = execution;
  const items = failedItems(execution);
  const count = (name: Metric['name'], value: number): Metric => ({ name, unit: 'Count', value });
  return [
    count(TRANSFER_METRICS.failed, status === 'ERROR' ? 1 : 0),
    count(TRANSFER_METRICS.filesTransferred, counts.filesTransferred),
    count(TRANSFER_METRICS.filesDeleted, counts.filesDeleted),
    ...(items === undefined ? [] : [count(TRANSFER_METRICS.filesFailed, items.failed)]),
    // Of a verification that failed DataSync's words tell too, so that none means none.
    count(TRANSFER_METRICS.filesVerificationFailed, items?.mismatches ?? 0),
    { name: TRANSFER_METRICS.bytes, unit: 'Bytes', value: counts.bytesTransferred },
    ...(result.totalMs === undefined
      ? []
      : [{ name: TRANSFER_METRICS.duration, unit: 'Seconds', value: result.totalMs / 1000 } as const]),
  ];
}
