import { type Duration, isZeroDuration, parseDuration } from './duration';
import { InvalidDurationError, InvalidPolicyError, type PolicyFault } from './errors';
import {
  COUNT_RULES,
  type CountRule,
  KEEP_ALL,
  type RetentionPolicy,
  WITHIN_RULES,
  type WithinRule,
} from './policy';
import type { TagPattern } from './tag-pattern';

/** A policy that was checked: only rules that keep something, durations read. */
export interface ResolvedPolicy {
  readonly counts: readonly { readonly rule: CountRule; readonly count: number }[];
  readonly durations: readonly { readonly rule: WithinRule; readonly duration: Duration }[];
  readonly keepTags: readonly (readonly TagPattern[])[];
}

/**
 * Checks a policy and reads its durations.
 *
 * @throws InvalidPolicyError with all faults: numbers that are not whole or below −1, durations that do not parse,
 * lists of tags without a tag, and fields that are not rules
 */
export function resolvePolicy(policy: RetentionPolicy): ResolvedPolicy {
  const faults = unknownFields(policy);
  const resolved = {
    counts: keysOf(COUNT_RULES).flatMap((rule) => resolveCount(rule, policy[rule], faults)),
    durations: keysOf(WITHIN_RULES).flatMap((rule) => resolveDuration(rule, policy[rule], faults)),
    keepTags: resolveTags(policy.keepTags ?? [], faults),
  };
  if (faults.length > 0) throw new InvalidPolicyError(faults);
  return resolved;
}

/** Whether no rule keeps anything: by such a policy everything would go. */
export function isEmptyPolicy({ counts, durations, keepTags }: ResolvedPolicy): boolean {
  return counts.length + durations.length + keepTags.length === 0;
}

function unknownFields(policy: RetentionPolicy): PolicyFault[] {
  const known = [...keysOf(COUNT_RULES), ...keysOf(WITHIN_RULES), 'keepTags'];
  return Object.keys(policy)
    .filter((field) => !known.includes(field))
    .map((field) => ({ path: field, message: `is not a rule; the rules are ${known.join(', ')}` }));
}

function resolveCount(rule: CountRule, count: number | undefined, faults: PolicyFault[]) {
  if (count === undefined || count === 0) return [];
  if (Number.isSafeInteger(count) && count >= KEEP_ALL) return [{ rule, count }];
  faults.push({
    path: rule,
    message: `got ${count}; allowed: a whole number from 0 up, or ${KEEP_ALL} for all`,
  });
  return [];
}

function resolveDuration(rule: WithinRule, value: Duration | string | undefined, faults: PolicyFault[]) {
  if (value === undefined) return [];
  try {
    const duration = typeof value === 'string' ? parseDuration(value) : value;
    const { years, months, days, hours } = duration;
    if ([years, months, days, hours].every((part) => Number.isSafeInteger(part) && part >= 0)) {
      return isZeroDuration(duration) ? [] : [{ rule, duration }];
    }
    faults.push({
      path: rule,
      message: `got ${JSON.stringify(value)}; allowed: years, months, days and hours as whole numbers from 0 up`,
    });
  } catch (error) {
    if (!(error instanceof InvalidDurationError)) throw error;
    faults.push({ path: rule, message: error.message });
  }
  return [];
}

function resolveTags(lists: readonly (readonly TagPattern[])[], faults: PolicyFault[]) {
  lists.forEach((list, nth) => {
    if (list.length > 0 && list.every(({ key }) => key !== '')) return;
    faults.push({
      path: `keepTags[${nth}]`,
      message: 'names no tag; allowed: at least one tag, each with a key',
    });
  });
  return lists;
}

function keysOf<K extends string>(rules: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(rules) as K[];
}
