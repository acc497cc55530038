import type { BackupOutputs } from '@strata/contracts';
import { type NamingScope, resourceName } from '@strata/naming';
import type { SampleName } from './samples';

/** A rule of the layer, and the events that it must match. */
export interface WatchedRule {
  readonly name: string;
  /** What it tells of, e.g. `the end of a transfer`; undefined for a rule that Strata does not know. */
  readonly about: string | undefined;
  readonly samples: readonly SampleName[];
}

/** An alert that the backup layer promises. */
interface ExpectedAlert {
  readonly about: string;
  readonly samples: readonly SampleName[];
  /** Name of the rule; undefined where the layer has no such alert. */
  readonly rule: (outputs: BackupOutputs, naming: NamingScope) => string | undefined;
}

/** Every alert that must arrive. A new rule of the layer is a new row here. */
const EXPECTED: readonly ExpectedAlert[] = [
  {
    about: 'the end of a transfer',
    samples: ['transfer-success', 'transfer-error'],
    rule: ({ stateChangeRuleName }) => stateChangeRuleName,
  },
  {
    about: 'the end of a transfer that the function could not tell of',
    samples: ['function-failed'],
    rule: ({ transferFallbackRuleName }) => transferFallbackRuleName,
  },
  {
    about: 'a snapshot that failed',
    samples: ['snapshot-failed', 'snapshot-copy-failed'],
    rule: (outputs, naming) => snapshotRule(outputs, naming, 'snapshot-failed'),
  },
  {
    about: 'a multi-volume snapshot that failed',
    samples: ['snapshot-set-failed'],
    rule: (outputs, naming) => snapshotRule(outputs, naming, 'snapshot-set-failed'),
  },
  {
    about: 'a job of AWS Backup that failed',
    samples: ['backup-job-failed'],
    rule: ({ backupFailureRuleNames: [name] }) => name,
  },
];

/** By its name, not by its place in the list: the two rules would otherwise be mistaken for each other. */
function snapshotRule(
  { snapshotFailureRuleNames }: BackupOutputs,
  naming: NamingScope,
  purpose: string,
): string | undefined {
  return snapshotFailureRuleNames.length > 0 ? resourceName(naming, purpose, 64) : undefined;
}

/**
 * The rules to check: those that are expected, those that the state names beside them, and those that have the topic
 * as a target.
 *
 * @param others names of rules that were found otherwise
 */
export function watchedRules(
  outputs: BackupOutputs,
  naming: NamingScope,
  others: readonly string[] = [],
): WatchedRule[] {
  const expected = EXPECTED.flatMap(({ about, samples, rule }) => {
    const name = rule(outputs, naming);
    return name === undefined ? [] : [{ name, about, samples }];
  });
  const known = new Set(expected.map(({ name }) => name));
  const more = new Set([...outputs.snapshotFailureRuleNames, ...others].filter((name) => !known.has(name)));
  return [...expected, ...[...more].map((name) => ({ name, about: undefined, samples: [] }))];
}
