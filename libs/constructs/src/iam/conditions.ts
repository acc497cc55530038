import type { PolicyStatement } from './policy';

/**
 * The condition that a call names tags. `ForAllValues` alone also holds for a call that names none, and DeleteTags without
 * keys takes away every tag.
 */
export const namesKeys = { Null: { 'aws:TagKeys': 'false' } } as const;

/** The conditions that a call names tags, and only such. */
export function onlyKeys(patterns: readonly string[]): NonNullable<PolicyStatement['Condition']> {
  return { 'ForAllValues:StringLike': { 'aws:TagKeys': patterns }, ...namesKeys };
}
