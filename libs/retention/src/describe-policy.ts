import { formatDuration } from './duration';
import { COUNT_RULES, KEEP_ALL, type RetentionPolicy, WITHIN_RULES } from './policy';
import { resolvePolicy } from './resolve-policy';
import { formatTagPatterns } from './tag-pattern';

/**
 * The policy in words, for the head of a printed plan: `keep 2 last, all monthly, daily within 7d`.
 *
 * @throws InvalidPolicyError with all faults
 */
export function describePolicy(policy: RetentionPolicy): string {
  const { counts, durations, keepTags } = resolvePolicy(policy);
  const rules = [
    ...counts.map(({ rule, count }) => `${count === KEEP_ALL ? 'all' : count} ${COUNT_RULES[rule].noun}`),
    ...durations.map(({ rule, duration }) =>
      `${WITHIN_RULES[rule].noun || 'all'} within ${formatDuration(duration)}`.trim(),
    ),
    ...keepTags.map((patterns) => `all tagged ${formatTagPatterns(patterns)}`),
  ];
  return rules.length === 0 ? 'keep nothing' : `keep ${rules.join(', ')}`;
}
