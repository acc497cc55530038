import { errorCode, failureKind } from '@strata/aws';

/**
 * What EC2 says when something keeps a snapshot from being deleted. Only for AMIs it has a code of its own
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html); of AWS Backup and of snapshot lock
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-snapshot-lock.html) it speaks in the message, under
 * `InvalidParameterValue` and the like.
 */
const HOLDERS = [
  [/^InvalidSnapshot\.InUse$/, /(?:)/, 'an AMI holds it'],
  [/(?:)/, /managed by the AWS Backup service/i, 'AWS Backup manages it'],
  [/(?:)/, /\b(is|are) locked\b|\blocked snapshot|\bsnapshot lock/i, 'it is locked'],
] as const;

/** What keeps a snapshot, by the error that its deletion met; undefined for an error of another kind. */
export function whyHeld(error: unknown): string | undefined {
  if (failureKind(error) !== 'refused' || !(error instanceof Error)) return undefined;
  const code = errorCode(error) ?? '';
  const holder = HOLDERS.find(([codes, messages]) => codes.test(code) && messages.test(error.message));
  return holder && `${holder[2]}: ${error.message}`;
}
