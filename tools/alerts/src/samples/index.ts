import type { EventEnvelope } from '@strata/event-pattern';
import backupJobCompleted from './backup-job-completed.json';
import backupJobFailed from './backup-job-failed.json';
import backupJobOfAnotherVault from './backup-job-of-another-vault.json';
import functionFailed from './function-failed.json';
import functionOfOthersFailed from './function-of-others-failed.json';
import snapshotCompleted from './snapshot-completed.json';
import snapshotCopyFailed from './snapshot-copy-failed.json';
import snapshotFailed from './snapshot-failed.json';
import snapshotSetCompleted from './snapshot-set-completed.json';
import snapshotSetFailed from './snapshot-set-failed.json';
import transferError from './transfer-error.json';
import transferOfAnotherTask from './transfer-of-another-task.json';
import transferRunning from './transfer-running.json';
import transferSuccess from './transfer-success.json';

/**
 * Events as AWS sends them, with `<account>`, `<region>`, `<taskArn>`, `<functionArn>` and `<vaultName>` in place of a layer's own.
 * Sources:
 * https://docs.aws.amazon.com/datasync/latest/userguide/monitor-datasync.html (the state is all that the detail has)
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
const SAMPLES = {
  'transfer-success': transferSuccess,
  'transfer-error': transferError,
  'transfer-running': transferRunning,
  'transfer-of-another-task': transferOfAnotherTask,
  'snapshot-failed': snapshotFailed,
  'snapshot-copy-failed': snapshotCopyFailed,
  'snapshot-completed': snapshotCompleted,
  'snapshot-set-failed': snapshotSetFailed,
  'snapshot-set-completed': snapshotSetCompleted,
  'function-failed': functionFailed,
  'function-of-others-failed': functionOfOthersFailed,
  'backup-job-failed': backupJobFailed,
  'backup-job-of-another-vault': backupJobOfAnotherVault,
  'backup-job-completed': backupJobCompleted,
} as const;

/** Which event. */
export type SampleName = keyof typeof SAMPLES;

/** All of them. */
export const SAMPLE_NAMES = Object.keys(SAMPLES) as readonly SampleName[];

/** What a sample is made a layer's own with. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly taskArn: string;
  /** The function that tells of transfers; the ARN of none where there is none. */
  readonly functionArn: string;
  /** The vault of AWS Backup; the name of none where there is none. */
  readonly vaultName: string;
}

/** An event as AWS would send it about this layer. */
export function sampleEvent(name: SampleName, place: Place): EventEnvelope {
  const text = JSON.stringify(SAMPLES[name]).replace(
    /<(account|region|taskArn|functionArn|vaultName)>/g,
    (_token, field: keyof Place) => place[field],
  );
  return JSON.parse(text) as EventEnvelope;
}
