import type { Evidence, Expected } from '../evidence';
import { type Finding, findingsOf } from '../finding';
import type { LifecycleRule, Transition } from '../settings';

const drift = findingsOf('drift');

/** Where the bucket's lifecycle is not what the environment's storage settings make of it. */
export function* lifecycleIsAsDeployed({ settings: { lifecycle }, expected }: Evidence): Iterable<Finding> {
  if (expected === undefined || !lifecycle.read) return;
  const wanted = wantedOf(expected.lifecycle);
  const found = foundIn(lifecycle.value);
  let drifted = false;
  for (const [path, value] of Object.entries(wanted)) {
    if (found[path] === value) continue;
    drifted = true;
    yield drift.drift(
      `storage.lifecycle.${path} is ${value} in the environment, and ${found[path]} in the bucket`,
      'Deploy the storage layer, or put the change into the environment file.',
    );
  }
  for (const { id, scope } of lifecycle.value.filter((rule) => rule.scope !== undefined)) {
    drifted = true;
    yield drift.drift(
      `the rule ${JSON.stringify(id)} (${scope}) is in the bucket and not in the environment`,
      'Remove it, or say in the environment file what it is to do.',
    );
  }
  if (!drifted) yield drift.met("the bucket's lifecycle is as the environment says");
}

type Values = Readonly<Record<string, string>>;

function wantedOf(lifecycle: Expected['lifecycle']): Values {
  return {
    deepArchiveAfterDays: days(lifecycle.deepArchiveAfterDays),
    transitions: lifecycle.transitions.length === 0 ? 'none' : lifecycle.transitions.map(moved).join(', '),
    noncurrentRetentionDays: days(lifecycle.noncurrentRetentionDays),
    noncurrentVersionsToKeep: days(lifecycle.noncurrentVersionsToKeep),
    noncurrentDeepArchiveAfterDays: days(lifecycle.noncurrentDeepArchiveAfterDays),
    abortIncompleteUploadsAfterDays: days(lifecycle.abortIncompleteUploadsAfterDays),
  };
}

/** What rules for the whole bucket come to; where several say something, all of it stands there. */
function foundIn(rules: readonly LifecycleRule[]): Values {
  const whole = rules.filter(({ scope }) => scope === undefined);
  const transitions = whole.flatMap((rule) => rule.transitions);
  const deep = ({ storageClass }: Transition) => storageClass === 'DEEP_ARCHIVE';
  const expiries = whole.flatMap(({ noncurrentExpiry }) => noncurrentExpiry ?? []);
  return {
    deepArchiveAfterDays: all(transitions.filter(deep).map(({ afterDays }) => days(afterDays))),
    transitions: all(transitions.filter((each) => !deep(each)).map(moved)),
    noncurrentRetentionDays: all(expiries.map(({ afterDays }) => days(afterDays))),
    noncurrentVersionsToKeep: all(
      expiries.flatMap(({ keepsNewest }) => (keepsNewest > 0 ? days(keepsNewest) : [])),
    ),
    noncurrentDeepArchiveAfterDays: all(
      whole.flatMap((rule) =>
        rule.noncurrentTransitions.filter(deep).map(({ afterDays }) => days(afterDays)),
      ),
    ),
    abortIncompleteUploadsAfterDays: all(
      whole.flatMap(({ abortsUploadsAfterDays }) =>
        abortsUploadsAfterDays === undefined ? [] : days(abortsUploadsAfterDays),
      ),
    ),
  };
}

function moved({ afterDays, storageClass }: Transition): string {
  return `${storageClass} after ${days(afterDays)}`;
}

function days(value: number | undefined): string {
  return value === undefined ? 'none' : String(value);
}

function all(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
