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

/** What a policy keeps in a Region: where its copies go, that copy's own rules. */
export function retentionIn({ config, retention }: SnapshotPolicy, region: string): RetentionPolicy {
  const copy = config.copies.find((to) => to.region === region);
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
