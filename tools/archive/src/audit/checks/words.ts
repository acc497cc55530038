import type { LifecycleRule } from '../settings';

/** Which rule is meant, to begin a sentence with: `by the rule "logs" (keys below "logs/")`. */
export function whereOf({ id, scope }: LifecycleRule): string {
  return `by the rule ${JSON.stringify(id)}${scope === undefined ? '' : ` (${scope})`}`;
}
