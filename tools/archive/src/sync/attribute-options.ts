import { UsageError } from '@strata/cli-kit';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MOST_TAGS = 10;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const TAG_TEXT = /^[\p{L}\p{N}\p{Z}+\-=._:/@]*$/u;

/** Adds a tag, as an option's parser that may be given again. @throws UsageError for what S3 would not take */
export function tag(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  const tags = { ...before, [key]: value };
  const refuse = (what: string, allowed = '--tag team=backup') => {
    throw new UsageError({ what, got: text, allowed });
  };
  if (at < 1) refuse('A tag needs a key and a value');
  if (Object.keys(tags).length > MOST_TAGS)
    refuse('There are too many tags', 'ten, S3 takes ten of an object');
  if ([...key].length > LONGEST_KEY || [...value].length > LONGEST_VALUE)
    refuse('A tag is too long', `${LONGEST_KEY} characters in a key, ${LONGEST_VALUE} in a value`);
  if (/^aws:/i.test(key)) refuse('Tags that begin with aws: are AWS’s own');
  if (!TAG_TEXT.test(key + value))
    refuse('A tag has characters that S3 does not take', 'letters, digits, spaces and + - = . _ : / @');
  return tags;
}

/** Ids, aliases and ARNs: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id */
const KMS_KEY =
  /^(arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:(key\/[\w-]+|alias\/[\w/-]+)|alias\/[\w/-]+|mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Reads a key of KMS, as an option's parser. @throws UsageError */
export function kmsKey(text: string): string {
  if (KMS_KEY.test(text)) return text;
  throw new UsageError({
    what: '--sse-kms-key names no key of KMS',
    got: text,
    allowed: 'the id or ARN of a key, or alias/name',
    fix: 'For the key aws/s3 leave it out, with --sse-kms-key after source and destination.',
  });
}

const CONTENT_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[\x20-\x7e]+)?$/;

/** Reads a content type, as an option's parser. @throws UsageError */
export function contentType(text: string): string {
  if (CONTENT_TYPE.test(text)) return text;
  throw new UsageError({
    what: '--content-type is no content type',
    got: text,
    allowed: 'such as text/csv, or text/html; charset=utf-8',
  });
}
