import type { SnapshotKeepConfig, SnapshotPolicyConfig } from '@strata/config';
import { describePolicy, type PlanOptions, parseTagPatterns, type RetentionPolicy } from '@strata/retention';
import type { SnapshotRecord, Tag } from './model';
import { TAG } from './tags';

/** A policy of the environment file, with the environment that its snapshots belong to. */
export interface SnapshotPolicy {
  readonly environment: string;
  readonly config: SnapshotPolicyConfig;
  readonly retention: RetentionPolicy;
}

/** Makes a policy of its configuration. */
export function snapshotPolicy(environment: string, config: SnapshotPolicyConfig): SnapshotPolicy {
  return { environment, config, retention: retentionPolicy(config.keep) };
}

/**
 * Which of a policy's snapshots in a Region are meant: those that were made there, or the copies from another one, each
 * with rules of its own. In a Region there may be both: a policy that runs in two Regions copies to and fro.
 */
export type Origin = 'made-here' | 'copies' | { readonly copiedFrom: string };

/**
 * What of a policy is looked at in a Region unless something else is asked for: where its copies go, these.
 *
 * @param home its environment's Region, where that is known: elsewhere there are copies, also where `copies` names none
 */
export function originIn({ config }: SnapshotPolicy, region: string, home = region): Origin {
  return region !== home || config.copies.some((to) => to.region === region) ? 'copies' : 'made-here';
}

/** Whether a snapshot is of an origin. */
export function isFrom(origin: Origin): (snapshot: SnapshotRecord) => boolean {
  return ({ tags }) => {
    const source = tags[TAG.sourceRegion];
    if (origin === 'made-here') return source === undefined;
    return origin === 'copies' ? source !== undefined : source === origin.copiedFrom;
  };
}

/** A snapshot of another origin than the one that is judged: it stays, and says who decides about it. */
export function heldElsewhere(snapshot: SnapshotRecord): SnapshotRecord {
  const source = snapshot.tags[TAG.sourceRegion];
  const holder =
    source === undefined
      ? "the policy's own runs in this Region"
      : `the policy in ${source}, which copied it`;
  return { ...snapshot, heldBy: [...(snapshot.heldBy ?? []), holder] };
}

/** What a policy keeps of an origin in a Region: of copies by that copy's own rules, where it states some. */
export function retentionIn(
  { config, retention }: SnapshotPolicy,
  region: string,
  origin: Origin,
): RetentionPolicy {
  const copy = origin === 'made-here' ? undefined : config.copies.find((to) => to.region === region);
  return copy === undefined ? retention : retentionPolicy(copy.keep);
}

/** The rules of `keep` as the retention engine takes them. */
export function retentionPolicy(keep: SnapshotKeepConfig): RetentionPolicy {
  return {
    keepLast: keep.last,
    keepHourly: keep.hourly,
    keepDaily: keep.daily,
    keepWeekly: keep.weekly,
    keepMonthly: keep.monthly,
    keepYearly: keep.yearly,
    keepWithin: keep.within,
    keepWithinHourly: keep.withinHourly,
    keepWithinDaily: keep.withinDaily,
    keepWithinWeekly: keep.withinWeekly,
    keepWithinMonthly: keep.withinMonthly,
    keepWithinYearly: keep.withinYearly,
    keepTags: keep.tags.map(parseTagPatterns),
  };
}

/** Whether a snapshot was made by this policy in this environment: only these may be removed by it. */
export function isOf(policy: SnapshotPolicy): (snapshot: SnapshotRecord) => boolean {
  return ({ tags }) => tags[TAG.policy] === policy.config.name && tags['Environment'] === policy.environment;
}

/** The tags by which EC2 finds the snapshots for which `isOf` holds. */
export function policyTags({ environment, config }: SnapshotPolicy): Tag[] {
  return [
    { key: TAG.policy, value: config.name },
    { key: 'Environment', value: environment },
  ];
}

/** The guards that a policy is planned with. */
export function planOptions(policy: SnapshotPolicy): PlanOptions<SnapshotRecord> {
  return { ours: isOf(policy), removeFailed: true, maxRemove: policy.config.maxRemove };
}

/** What makes a snapshot of this policy go, as a tag's value: at most 256 characters. */
export function expiryClass({ retention }: SnapshotPolicy): string {
  return describePolicy(retention).slice(0, 256);
}
