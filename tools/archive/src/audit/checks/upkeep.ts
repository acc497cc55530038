import type { Evidence } from '../evidence';
import { type Finding, findingsOf } from '../finding';

const uploads = findingsOf('unfinished uploads');
const objectLock = findingsOf('object lock');
const replication = findingsOf('replication');
const mfaDelete = findingsOf('MFA delete');
const logging = findingsOf('access log');

/** Whether parts of uploads that never ended are removed: they are billed, and no listing shows them. */
export function* brokenUploadsGo({ settings: { lifecycle } }: Evidence): Iterable<Finding> {
  if (!lifecycle.read) return yield uploads.unknown(`the lifecycle could not be read: ${lifecycle.reason}`);
  const days = lifecycle.value.flatMap(({ scope, abortsUploadsAfterDays }) =>
    scope === undefined ? (abortsUploadsAfterDays ?? []) : [],
  );
  if (days.length > 0) {
    return yield uploads.met(`parts of unfinished uploads are removed after ${Math.min(...days)} days`);
  }
  yield uploads.advice(
    'parts of unfinished uploads stay and are billed for ever, and no listing shows them',
    'Add AbortIncompleteMultipartUpload to the lifecycle of the whole bucket.',
  );
}

/** What else stands between an archive and its loss. Nothing here is required. */
export function* furtherGuards({ settings, expected }: Evidence): Iterable<Finding> {
  const { objectLock: lock, replication: replicas, mfaDelete: mfa, loggingBucket: log } = settings;
  if (lock.read) {
    yield lock.value === undefined
      ? objectLock.advice(
          'there is no object lock: whoever may delete versions can destroy the archive',
          'Object lock in governance mode would refuse it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
        )
      : objectLock.met(lock.value);
  } else yield objectLock.unknown(`object lock could not be read: ${lock.reason}`);
  if (replicas.read) {
    yield replicas.value.length === 0
      ? replication.advice('there is no replication: what is lost with this Region or account is lost')
      : replication.met(`replicated to ${replicas.value.join(', ')}`);
  } else yield replication.unknown(`replication could not be read: ${replicas.reason}`);
  if (mfa.read && mfa.value) yield mfaDelete.met('deleting a version needs a second factor');
  if (!log.read) return yield logging.unknown(`access logging could not be read: ${log.reason}`);
  if (log.value === undefined) {
    return yield logging.advice(
      'access is not logged: nobody can tell who deleted something',
      'Deploy the storage layer.',
    );
  }
  if (expected?.accessLogBucket !== undefined && expected.accessLogBucket !== log.value) {
    return yield logging.drift(
      `access is logged to ${log.value}, not to ${expected.accessLogBucket}`,
      'Deploy the storage layer.',
    );
  }
  yield logging.met(`access is logged to ${log.value}`);
}
