import { explainFailure, KNOWN_CAUSES } from './error-codes';

const CASES: readonly [string, string | undefined, string][] = [
  ['Cancelled', 'The task execution was cancelled.', 'cancelled'],
  ['ERROR', 'Unable to connect to S3 endpoint', 's3-unreachable'],
  ['AccessDenied', 'User is not authorized to perform: kms:GenerateDataKey on resource', 'key-denied'],
  ['LocationNotAccessible', 'could not mount subdirectory / on host fs-1.efs', 'mount-failed'],
  ['LocationNotAccessible', 'EFS file system fs-1 does not exist.', 'mount-failed'],
  ['AccessDenied', 'could not perform s3:PutObject: Access Denied', 's3-denied'],
  ['LocationNotAccessible', 'S3 bucket archive does not exist.', 'bucket-gone'],
  ['PermissionDenied', undefined, 'permission-denied'],
  ['ERROR', 'write: no space left on device', 'no-space'],
  ['ERROR', 'Cannot allocate memory', 'memory'],
  ['ERROR', 'Input/output error', 'input-output'],
  [
    'VerificationFailed',
    'Transfer and verification completed. Verification detected mismatches.',
    'verification',
  ],
  ['PartialTransfer', 'Selected files transferred except for files skipped due to errors.', 'files-failed'],
  ['LocationNotAccessible', undefined, 'location'],
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

it('explains nothing where nothing failed', () => {
  expect(explainFailure(undefined, undefined)).toBeUndefined();
});
