export { approve, type ApprovedRemovals } from './approve';
export { describePolicy } from './describe-policy';
export { type Duration, formatDuration, isZeroDuration, parseDuration, subtractDuration } from './duration';
export {
  InvalidDurationError,
  InvalidPolicyError,
  InvalidSnapshotError,
  InvalidTagPatternError,
  PlanRefusedError,
  type PolicyFault,
} from './errors';
export { DEFAULT_CAPS, type PlanOptions, type SnapshotMatch } from './options';
export { plan, type RetentionPlan } from './plan';
export type { Kept, Removal, VolumePlan } from './plan-volume';
export { type CountRule, KEEP_ALL, type RetentionPolicy, type WithinRule } from './policy';
export type { KeepCode, KeepReason, RemoveCode, RemoveReason } from './reason';
export type { Refusal, RemovalCaps } from './refusal';
export { type Snapshot, type SnapshotState, UNKNOWN_VOLUME_ID } from './snapshot';
export { formatTagPatterns, matchesTag, parseTagPatterns, type TagPattern } from './tag-pattern';
