import type { CountRule, WithinRule } from './policy';

/** Why a snapshot stays: a rule of the policy by its field, or a guard. */
export type KeepCode =
  | CountRule
  | WithinRule
  | 'keepTags'
  /** No rule keeps it, but it is the newest completed snapshot that its volume has under this policy. */
  | 'newest-completed'
  /** It does not carry the policy's tag and was not adopted. */
  | 'not-ours'
  /** An AMI, AWS Backup or Data Lifecycle Manager has it. */
  | 'held'
  /** Pending, failed, or in the Recycle Bin. */
  | 'not-completed'
  /** It says it was started after now. */
  | 'future'
  /** It does not say which volume it is of. */
  | 'unknown-volume'
  /** The policy is empty and the volume is not in the scope in which everything may go. */
  | 'no-policy';

/** One reason to keep a snapshot. */
export interface KeepReason {
  readonly code: KeepCode;
  /** For people: `daily snapshot`, `held by ami-0abc`. */
  readonly text: string;
}

/** Why a snapshot goes. */
export type RemoveCode = 'expired' | 'failed' | 'remove-all';

/** The reason to remove a snapshot. */
export interface RemoveReason {
  readonly code: RemoveCode;
  /** For people. */
  readonly text: string;
}

/** The reasons that are the same for every snapshot. */
export const KEEP = {
  newestCompleted: { code: 'newest-completed', text: 'newest completed snapshot of its volume' },
  notOurs: { code: 'not-ours', text: "does not carry the policy's tag" },
  future: { code: 'future', text: 'dated in the future' },
  unknownVolume: { code: 'unknown-volume', text: 'its volume is not known' },
  noPolicy: { code: 'no-policy', text: 'no rule applies to its volume' },
} as const satisfies Record<string, KeepReason>;

/** The reasons to remove. */
export const REMOVE = {
  expired: { code: 'expired', text: 'no rule keeps it' },
  failed: { code: 'failed', text: 'it failed and holds no backup' },
  removeAll: { code: 'remove-all', text: 'everything of its volume was asked to go' },
} as const satisfies Record<string, RemoveReason>;

const SERVICES: Readonly<Record<string, string>> = {
  'aws-backup': 'managed by AWS Backup',
  dlm: 'managed by Data Lifecycle Manager',
};

/** The reason to keep what a holder has: an AMI's id, `aws-backup`, `dlm` or another name. */
export function heldReason(holder: string): KeepReason {
  return { code: 'held', text: SERVICES[holder] ?? `held by ${holder}` };
}

/** The reason to keep what is in a state other than completed. */
export function notCompletedReason(state: string): KeepReason {
  return { code: 'not-completed', text: `not completed (${state})` };
}
