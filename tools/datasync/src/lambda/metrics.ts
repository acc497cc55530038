import { TRANSFER_METRICS } from '@strata/naming';
import { explainFailure } from '../error-codes';
import { type ExecutionRecord, failedItems } from '../model';

/** One value of a metric. */
export interface Metric {
  readonly name: (typeof TRANSFER_METRICS)[keyof typeof TRANSFER_METRICS];
  readonly unit: 'Count' | 'Seconds' | 'Bytes';
  readonly value: number;
}

/** What a run that ended says in numbers; what DataSync does not tell is left out. Pure. */
export function metricsOf(execution: ExecutionRecord): Metric[] {
  const { counts, result, status } = execution;
  const failed = failedItems(counts);
  const unverified = verificationFailures(execution);
  const count = (name: Metric['name'], value: number): Metric => ({ name, unit: 'Count', value });
  return [
    count(TRANSFER_METRICS.failed, status === 'ERROR' ? 1 : 0),
    count(TRANSFER_METRICS.filesTransferred, counts.filesTransferred),
    count(TRANSFER_METRICS.filesDeleted, counts.filesDeleted),
    ...(failed === undefined ? [] : [count(TRANSFER_METRICS.filesFailed, failed)]),
    count(TRANSFER_METRICS.filesVerificationFailed, unverified),
    { name: TRANSFER_METRICS.bytes, unit: 'Bytes', value: counts.bytesTransferred },
    ...(result.totalMs === undefined
      ? []
      : [{ name: TRANSFER_METRICS.duration, unit: 'Seconds', value: result.totalMs / 1000 } as const]),
  ];
}

/** At least one when DataSync says that the verification failed; Basic mode does not count them. */
function verificationFailures({ counts, result }: ExecutionRecord): number {
  const said = explainFailure(result.errorCode, result.errorDetail)?.cause === 'verification' ? 1 : 0;
  return Math.max(said, counts.failed?.verify ?? 0);
}
