import { compilePattern } from '@strata/event-pattern';
import type { Evidence, RuleEvidence } from '../evidence';
import { SAMPLE_NAMES, sampleEvent, type SampleName } from '../samples';
import { type Check, checker, DEPLOY } from './check';
import { targetChecks } from './target-checks';

/** A rule: is it there, on, does it match what it should and nothing else, and do its targets get it. */
export function ruleChecks(rule: RuleEvidence, evidence: Evidence): Check[] {
  const { pass, fail } = checker('rule', rule.name);
  const { found } = rule;
  if (!found) return [fail('exists', `there is no rule of this name in ${evidence.place.region}`, DEPLOY)];
  const enabled = found.isEnabled
    ? pass('is enabled', 'its state is ENABLED')
    : fail('is enabled', 'its state is DISABLED', `Enable it: aws events enable-rule --name ${rule.name}`);
  const targets = found.targets.flatMap((target) => targetChecks(rule, found.arn, target, evidence));
  if (found.targets.length === 0) targets.push(fail('has a target', 'it has none', DEPLOY));
  return [enabled, ...patternChecks(rule, evidence), ...targets];
}

function patternChecks({ name, samples, found }: RuleEvidence, { place }: Evidence): Check[] {
  const { pass, fail } = checker('rule', name);
  const pattern = found?.pattern;
  if (pattern === undefined) {
    return samples.length > 0 ? [fail('matches its events', 'it has no event pattern', DEPLOY)] : [];
  }
  if (samples.length === 0) return [];
  const isMatch = compilePattern(pattern);
  const matches = (sample: SampleName): boolean =>
    found?.awsMatches[sample] ?? isMatch(sampleEvent(sample, place));
  const missed = samples.filter((sample) => !matches(sample));
  const foreign = SAMPLE_NAMES.filter((sample) => !samples.includes(sample) && matches(sample));
  const disagreed = samples.filter(
    (sample) => found?.awsMatches[sample] === !isMatch(sampleEvent(sample, place)),
  );
  const doubt = disagreed.length > 0 ? `; AWS sees ${disagreed.join(', ')} differently from Strata` : '';
  return [
    missed.length === 0
      ? pass('matches its events', `it matches ${samples.join(', ')}${doubt}`)
      : fail('matches its events', `it does not match ${missed.join(', ')}: ${pattern}${doubt}`, DEPLOY),
    foreign.length === 0
      ? pass('matches nothing else', `none of ${SAMPLE_NAMES.length - samples.length} other events`)
      : fail('matches nothing else', `it matches ${foreign.join(', ')} too: ${pattern}`, DEPLOY),
  ];
}
