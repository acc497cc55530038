import type { CreatePlanInput, CreatePlanOptions } from '../create/plan-input';
import type { InstanceRecord, VolumeRecord } from '../model';
import { byId } from './records';

/** Options by consistency; instances of Auto Scaling groups are refused. */
export const CRASH: CreatePlanOptions = {
  consistency: 'crash',
  standby: false,
  loseInstanceStore: false,
  ownTagKeys: ['Project'],
};
export const STOPPED: CreatePlanOptions = { ...CRASH, consistency: 'stopped' };
export const QUIESCED: CreatePlanOptions = { ...CRASH, consistency: 'quiesced' };

/** What a creation is planned on: these volumes and instances, nothing pending, no groups, unless told otherwise. */
export function inputOf(
  volumes: readonly VolumeRecord[],
  instances: readonly InstanceRecord[] = [],
  more: Partial<CreatePlanInput> = {},
): CreatePlanInput {
  return {
    volumes: byId(volumes),
    instances: byId(instances),
    pending: new Map(),
    instanceStoreTypes: new Set(),
    groups: new Map(),
    ...more,
  };
}
