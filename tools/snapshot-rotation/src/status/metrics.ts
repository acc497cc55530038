import { SNAPSHOT_METRICS } from '@strata/naming';
import type { Metric } from '../gateway/metrics';
import type { StatusReport } from './plan';

/** What a status says to CloudWatch. */
export function statusMetrics({ worstAgeSeconds, over }: StatusReport): Metric[] {
  return [
    { name: SNAPSHOT_METRICS.rpoAge, unit: 'Seconds', value: worstAgeSeconds },
    { name: SNAPSHOT_METRICS.volumesOverRpo, unit: 'Count', value: over },
  ];
}
