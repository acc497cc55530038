/**
 * Tags by which other services mark the snapshots that they manage; the keys are reserved to AWS, so nobody else can
 * set them. AWS Backup: https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-tags.html
 * Data Lifecycle Manager: https://docs.aws.amazon.com/ebs/latest/userguide/dlm-elements.html
 */
const HOLDER_TAGS = [
  ['aws:backup:', 'aws-backup'],
  ['aws:dlm:', 'dlm'],
] as const;

/** Names of the services that manage a snapshot, by its tags. AMIs are asked for separately. */
export function heldBy(tags: Readonly<Record<string, string>>): string[] {
  const keys = Object.keys(tags);
  return HOLDER_TAGS.filter(([prefix]) => keys.some((key) => key.startsWith(prefix))).map(([, name]) => name);
}
