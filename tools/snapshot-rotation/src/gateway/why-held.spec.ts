import { whyHeld } from './why-held';

/** An error as the SDK throws it. */
const answer = (name: string, message: string, httpStatusCode = 400) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode } });

it.each([
  ['InvalidSnapshot.InUse', 'The snapshot snap-1 is currently in use by ami-1', /^an AMI holds it: .*ami-1/],
  [
    'InvalidParameterValue',
    'This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs.',
    /^AWS Backup manages it: /,
  ],
  ['OperationNotPermitted', 'The snapshot snap-1 is locked.', /^it is locked: /],
])('says what keeps a snapshot, by %s', (name, message, reason) => {
  expect(whyHeld(answer(name, message))).toMatch(reason);
});

it.each([
  ['another refusal', answer('InvalidParameterValue', 'Value () for parameter snapshotId is invalid.')],
  ['a missing permission', answer('UnauthorizedOperation', 'You are not authorized: it is locked down', 403)],
  ['an unclear answer', answer('InternalError', 'An internal error has occurred: it is locked', 500)],
  ['no error', 'it is locked'],
])('does not take %s for a holder', (_what, error) => {
  expect(whyHeld(error)).toBeUndefined();
});
