import { InvalidTagPatternError } from './errors';

/** A tag to look for. */
export interface TagPattern {
  readonly key: string;
  /** @default any value */
  readonly value?: string | undefined;
}

/** Whether the tags hold the one that is looked for. Case counts, as it does in AWS. */
export function matchesTag(tags: Readonly<Record<string, string>>, { key, value }: TagPattern): boolean {
  return Object.hasOwn(tags, key) && (value === undefined || tags[key] === value);
}

/**
 * Reads tags that must all match: `hold,env=prod`. What stands before the first `=` is the key.
 * A value that holds a comma cannot be written in this form.
 *
 * @throws InvalidTagPatternError when a key is empty
 */
export function parseTagPatterns(text: string): TagPattern[] {
  return text.split(',').map((part) => {
    const [key = '', ...value] = part.split('=');
    if (key.trim() === '') throw new InvalidTagPatternError(text);
    return value.length === 0 ? { key: key.trim() } : { key: key.trim(), value: value.join('=') };
  });
}

/** The text of tags that must all match, as `parseTagPatterns` reads it. */
export function formatTagPatterns(patterns: readonly TagPattern[]): string {
  return patterns.map(({ key, value }) => (value === undefined ? key : `${key}=${value}`)).join(',');
}
