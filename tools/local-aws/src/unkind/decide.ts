import { createHash } from 'node:crypto';
import type { FaultKind } from './fault-kinds';

/** What decides about faults. */
export interface FaultSetting {
  readonly seed: number;
  /** 0 to 1. */
  readonly faultRate: number;
  /** At least one. */
  readonly faults: readonly FaultKind[];
}

/**
 * Which fault the n-th call of an API gets. Depends on nothing but its arguments, so that a run can be repeated; and a
 * higher rate only adds faults, it moves none.
 *
 * @param api e.g. `ec2:CreateSnapshots`
 * @param call 1 for the first one
 */
export function faultOf(setting: FaultSetting, api: string, call: number): FaultKind | undefined {
  if (setting.faultRate <= 0) return undefined;
  const digest = createHash('sha256').update(`${setting.seed}\n${api}\n${call}`).digest();
  const chance = digest.readUInt32BE(0) / 2 ** 32;
  if (chance >= setting.faultRate) return undefined;
  return setting.faults[digest.readUInt32BE(4) % setting.faults.length];
}
