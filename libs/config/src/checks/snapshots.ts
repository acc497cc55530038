import { partitionOf } from '@strata/naming';
import type { SnapshotKeepConfig } from '../environment-config';
import type { Check } from './check';

/** Checks of the snapshot policies: names, what they keep, how they freeze, where they copy to. */
export const snapshotChecks: readonly Check[] = [
  function* namesAreDistinct({ backup: { snapshots } }) {
    // CloudWatch, Scheduler and people do not agree on whether case counts, so it does not.
    const names = snapshots.policies.map(({ name }) => name.toLowerCase());
    for (const [place, name] of names.entries()) {
      if (names.indexOf(name) < place) {
        yield {
          path: `${policyPath(place)}.name`,
          message: `${JSON.stringify(snapshots.policies[place]?.name)} is the name of two policies; give each one of its own`,
        };
      }
    }
  },

  function* policiesKeepSomething({ backup: { snapshots } }) {
    const allowed =
      'state a rule, such as last: 7 or withinDaily: 30d (only the newest completed snapshot of each volume would stay, and every run would be refused)';
    for (const [place, { keep, copies }] of snapshots.policies.entries()) {
      if (keepsNothing(keep))
        yield { path: `${policyPath(place)}.keep`, message: `keeps nothing; ${allowed}` };
      else {
        for (const [index, copy] of copies.entries()) {
          if (!keepsNothing(copy.keep)) continue;
          yield {
            path: `${policyPath(place)}.copies[${index}].keep`,
            message: `keeps nothing; ${allowed}, or leave it out to keep what the policy keeps`,
          };
        }
      }
    }
  },

  function* freezingNeedsADocument({ backup: { snapshots } }) {
    for (const [place, { consistency, quiesceDocument }] of snapshots.policies.entries()) {
      if (consistency === 'quiesced' && quiesceDocument === undefined) {
        yield {
          path: `${policyPath(place)}.quiesceDocument`,
          message:
            'is missing; consistency quiesced freezes through an SSM document: name it, or set consistency crash or stopped',
        };
      } else if (consistency !== 'quiesced' && quiesceDocument !== undefined) {
        yield {
          path: `${policyPath(place)}.quiesceDocument`,
          message: `${JSON.stringify(quiesceDocument)} is never run with consistency ${consistency}; set consistency quiesced, or leave it out`,
        };
      }
    }
  },

  function* whatIsForStoppingStops({ backup: { snapshots } }) {
    for (const [place, policy] of snapshots.policies.entries()) {
      const { consistency } = policy;
      if (consistency === 'stopped') continue;
      for (const setting of ['standby', 'loseInstanceStore'] as const) {
        if (!policy[setting]) continue;
        yield {
          path: `${policyPath(place)}.${setting}`,
          message: `is of no use with consistency ${consistency}, which stops nothing; set consistency stopped, or leave it out`,
        };
      }
    }
  },

  function* copiesGoElsewhere({ region, backup: { snapshots } }) {
    for (const [place, { copies }] of snapshots.policies.entries()) {
      const regions = copies.map((copy) => copy.region);
      for (const [index, to] of regions.entries()) {
        const problem = regionProblem(region, to) ?? (regions.indexOf(to) < index ? TWICE : undefined);
        if (problem !== undefined) {
          yield {
            path: `${policyPath(place)}.copies[${index}].region`,
            message: `${JSON.stringify(to)} ${problem}`,
          };
        }
      }
    }
  },

  function* copiesUseAKeyOfTheirRegion({ backup: { snapshots } }) {
    for (const [place, { copies }] of snapshots.policies.entries()) {
      for (const [index, { region, kmsKeyId }] of copies.entries()) {
        const [, , , keyRegion] = kmsKeyId?.split(':') ?? [];
        if (keyRegion === undefined || keyRegion === region) continue;
        yield {
          path: `${policyPath(place)}.copies[${index}].kmsKeyId`,
          message: `${kmsKeyId} is in ${keyRegion}; copies are encrypted where they are: name a key of ${region}`,
        };
      }
    }
  },
];

const TWICE = 'is listed twice; list each Region once';

function policyPath(place: number): string {
  return `backup.snapshots.policies[${place}]`;
}

/** Why snapshots of one Region cannot be copied to another; undefined when they can. */
function regionProblem(from: string, to: string): string | undefined {
  if (to === from) return 'is the Region of the snapshots themselves; name another one';
  return partitionOf(to) === partitionOf(from)
    ? undefined
    : `is in partition ${partitionOf(to)}, and snapshots cannot leave ${partitionOf(from)}; name a Region of ${partitionOf(from)}`;
}

/** Whether no rule of `keep` keeps anything: numbers of 0, durations of no length, no tags. */
function keepsNothing(keep: SnapshotKeepConfig): boolean {
  return Object.values(keep).every((rule) =>
    Array.isArray(rule)
      ? rule.length === 0
      : rule === undefined || rule === 0 || (typeof rule === 'string' && !/[1-9]/.test(rule)),
  );
}
