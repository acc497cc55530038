/** Metrics of the transfer, in `metricNamespace`, by the dimension `Task`: the last part of the task's ARN. */
export const TRANSFER_METRICS = {
  /** Seconds since the moment whose data the newest whole backup holds; since the task was made when there is none. */
  rpoAge: 'TransferRpoAgeSeconds',
  filesTransferred: 'TransferFilesTransferred',
  filesDeleted: 'TransferFilesDeleted',
  filesFailed: 'TransferFilesFailed',
  filesVerificationFailed: 'TransferFilesVerificationFailed',
  bytes: 'TransferBytes',
  duration: 'TransferDurationSeconds',
  /** 1 for a run that ended in ERROR, 0 for one that succeeded. */
  failed: 'TransferFailed',
} as const;

/**
 * Source of test events that the rules on transfers and snapshots let through as well: AWS keeps sources that begin with
 * `aws.` to itself, and PutEvents refuses them.
 */
export const TEST_EVENT_SOURCE = 'strata.test';

/** Tag of an execution that has been told of, so that the same event twice is told of once. */
export const NOTIFIED_TAG = 'strata:notified';
