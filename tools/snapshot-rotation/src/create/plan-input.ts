import type { VolumeInventory } from '../inventory/volumes';
import type { Consistency, GroupMembership, InstanceRecord } from '../model';

/** What a creation is planned on. */
export interface CreatePlanInput extends VolumeInventory {
  /** Number of pending snapshots by volume; none where a volume is missing. */
  readonly pending: ReadonlyMap<string, number>;
  /** Instances that Systems Manager reaches; undefined when that is not known: the freeze will tell. */
  readonly managed?: ReadonlySet<string> | undefined;
  /** Those of the running instances' types that have instance store volumes, as far as they were asked for. */
  readonly instanceStoreTypes: ReadonlySet<string>;
  /** Groups of the instances, by instance id, as far as they were asked for. */
  readonly groups: ReadonlyMap<string, GroupMembership>;
}

/** How it is planned. */
export interface CreatePlanOptions {
  readonly consistency: Consistency;
  /** Whether instances of Auto Scaling groups are put in Standby rather than refused. */
  readonly standby: boolean;
  /** Whether instances with instance store volumes, whose data are lost, are stopped rather than refused. */
  readonly loseInstanceStore: boolean;
  /** Keys of tags that every snapshot gets: volumes that carry one of them get their tags copied by us, not by EC2. */
  readonly ownTagKeys: readonly string[];
}

/** The instance that a volume's set belongs to, with the device it has there. */
export interface Home {
  readonly instance: InstanceRecord;
  readonly device: string;
}
