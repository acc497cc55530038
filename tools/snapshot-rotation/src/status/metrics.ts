import type { Metric } from '../gateway/metrics';
import type { StatusReport } from './plan';

/** What a status says to CloudWatch. */
export function statusMetrics({ worstAgeSeconds, over }: StatusReport): Metric[] {
  return [
    { name: 'SnapshotRpoAgeSeconds', unit: 'Seconds', value: worstAgeSeconds },
    { name: 'SnapshotVolumesOverRpo', unit: 'Count', value: over },
  ];
}
