import { explainFailure, isVague, KNOWN_CAUSES } from './error-codes';

const AT = 'Task failed to access location loc-0123456789abcdef0: ';
const SKIPPED =
  'Transfer and verification completed. Selected files transferred except for files skipped due to errors.';

const CASES: readonly [string, string | undefined, string][] = [
  ['Cancelled', 'The task execution was cancelled.', 'cancelled'],
  ['FsS3UnableToConnectToEndpoint', `${AT}Unable to connect to S3 endpoint`, 's3-unreachable'],
  ['FsS3UnableToConnectToEndpoint', undefined, 's3-unreachable'],
  ['ERROR', 'Unable to connect to S3 endpoint', 's3-unreachable'],
  ['FsS3HeadBucketFailed', `${AT}HeadBucket failed: bucket archive does not exist.`, 'bucket-gone'],
  [
    'FsS3HeadBucketFailed',
    `${AT}could not perform s3:HeadBucket on bucket kms:mount.nfs. Access denied.`,
    's3-denied',
  ],
  ['FsS3HeadBucketFailed', undefined, 's3-denied'],
  ['ERROR', 'could not perform s3:PutObject: Access Denied', 's3-denied'],
  [
    'SyncTaskErrorLocationNotAdded',
    `${AT}Unable to assume role arn:aws:iam::1:role/x. Reason: Access denied when calling sts:AssumeRole`,
    'role-not-assumed',
  ],
  ['AccessDenied', 'User is not authorized to perform: kms:GenerateDataKey on resource', 'key-denied'],
  [
    'SyncTaskErrorLocationNotAdded',
    `${AT}x40016: Failed to connect to EFS mount target: file system fs-1 has none.`,
    'mount-failed',
  ],
  ['SrcLocHitAccess', `${AT}x40016: mount.nfs: Connection timed out`, 'mount-failed'],
  [
    'SyncTaskErrorLocationNotAdded',
    `${AT}x40016: mount.nfs: mounting fs-1:/data failed, reason given by server: No such file or directory`,
    'source-gone',
  ],
  [
    'SyncTaskErrorLocationNotAdded',
    `${AT}x40016: Failed to connect to EFS mount target: access point fsap-1 does not exist.`,
    'source-gone',
  ],
  ['EniNotFound', undefined, 'network-interface'],
  ['FsNfsIdMappingEnabled', undefined, 'nfs-id-mapping'],
  ['ERROR', 'Permission denied', 'permission-denied'],
  ['ERROR', 'write: no space left on device', 'no-space'],
  ['NoMem', undefined, 'memory'],
  ['ERROR', 'Cannot allocate memory', 'memory'],
  ['ERROR', 'Input/output error', 'input-output'],
  ['ERROR', 'No such file or directory', 'vanished'],
  [
    'VerificationFailed',
    'Transfer and verification completed. Verification detected mismatches.',
    'verification',
  ],
  ['PartialTransfer', SKIPPED, 'files-failed'],
  ['SyncTaskErrorLocationNotAdded', undefined, 'location'],
  ['SrcLocHitAccess', undefined, 'location'],
  ['SomethingNew', 'of which nothing is known', 'unknown'],
];

it.each(CASES)('takes %s (%s) for %s', (code, detail, cause) => {
  expect(explainFailure(code, detail)).toMatchObject({ cause, code });
});

it('has a case for each cause, each with something to check and a page of AWS', () => {
  expect(new Set(CASES.map(([, , cause]) => cause))).toEqual(new Set([...KNOWN_CAUSES, 'unknown']));
  for (const [code, detail] of CASES) {
    const failure = explainFailure(code, detail);
    expect(failure?.check.length).toBeGreaterThan(0);
    expect(failure?.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/datasync\//);
  }
});

it.each([
  ['[ERROR] Failed to open source file /a: Permission denied', 'permission-denied'],
  ['[ERROR] Failed to open source file /kms:Decrypt/mount.nfs: Permission denied', 'permission-denied'],
  ['[ERROR] Failed to transfer file /No space left: Input/output error', 'input-output'],
  ['[ERROR] Failed to open source file /a: No such file or directory', 'vanished'],
  [
    '[ERROR] Failed to transfer file /a: S3 Exception: op=PutObject a, code=403, exception=AccessDenied, msg=User: r is not authorized to perform: kms:GenerateDataKey on the resource',
    'key-denied',
  ],
  [
    '[ERROR] S3 Exception: op=PutObject kms:Decrypt, code=403, exception=AccessDenied, msg=Access Denied',
    's3-denied',
  ],
  [
    '[ERROR] S3 Exception: op=PutObject a, code=400, exception=KMS.DisabledException, msg=arn:aws:kms:eu-central-1:1:key/k is disabled.',
    'key-denied',
  ],
  ['[NOTICE] Verification failed <> /kms:Decrypt', 'verification'],
  ['[ERROR] Something else', 'files-failed'],
])('finds the cause in the log where the detail has none: %s', (line, cause) => {
  const explained = explainFailure('PartialTransfer', SKIPPED, ['[WARN] Something', line]);
  expect(explained).toMatchObject({ cause, code: 'PartialTransfer', detail: SKIPPED });
});

it('lets the log contradict nothing that code or detail says', () => {
  const full = '[ERROR] Failed to transfer file /a: No space left on device';
  expect(explainFailure('Cancelled', undefined, [full])?.cause).toBe('cancelled');
  expect([isVague('Cancelled', undefined), isVague('PartialTransfer', SKIPPED)]).toEqual([false, true]);
});

it('explains by the log alone what failed in a run that ended well', () => {
  const line = '[WARN] Failed to open source file /a: Permission denied';
  expect(explainFailure(undefined, undefined, [line])?.cause).toBe('permission-denied');
  expect(explainFailure(undefined, undefined, ['[WARN] Something'])?.cause).toBe('files-failed');
});

it('explains nothing where nothing failed', () => {
  expect(explainFailure(undefined, undefined)).toBeUndefined();
});
