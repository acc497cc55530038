import { UsageError } from '@strata/cli-kit';

/** Reads a whole number from 1, as an option's parser. @throws UsageError */
export function positive(option: string): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
    throw new UsageError({
      what: `${option} is no number of them`,
      got: text,
      allowed: 'whole numbers from 1',
    });
  };
}

/** Reads the ARN of a role. @throws UsageError */
export function roleArnOf(text: string): string {
  if (/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(text)) return text;
  throw new UsageError({
    what: '--batch-role is no ARN of a role',
    got: text,
    allowed: 'arn:aws:iam::123456789012:role/name',
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const STORAGE_CLASSES = [
  'STANDARD',
  'INTELLIGENT_TIERING',
  'STANDARD_IA',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

/** Reads a storage class. @throws UsageError */
export function storageClassOf(text: string): string {
  if (STORAGE_CLASSES.includes(text)) return text;
  throw new UsageError({
    what: '--storage-class is no storage class that copies can have',
    got: text,
    allowed: STORAGE_CLASSES.join(', '),
  });
}
