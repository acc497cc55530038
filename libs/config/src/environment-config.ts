import type { ParsedEnvironment } from './schema/environment';

/** `T` in which nothing can be assigned, at any depth. */
export type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** `Section` with the `Derived` keys always there: what the file leaves out is derived. */
type WithDerived<Section, Derived extends keyof Section> = Omit<Section, Derived> & {
  [Key in Derived]-?: Exclude<Section[Key], undefined>;
};

type Backup = ParsedEnvironment['backup'];
type ParsedPolicy = Backup['snapshots']['policies'][number];

/** A snapshot policy with its schedule, and with what each copy keeps. */
interface ResolvedPolicy extends Omit<WithDerived<ParsedPolicy, 'schedule'>, 'copies'> {
  copies: WithDerived<ParsedPolicy['copies'][number], 'keep'>[];
}

/** The backup section with every schedule and retention filled in. */
interface ResolvedBackup extends Omit<Backup, 'datasync' | 'snapshots' | 'awsBackup'> {
  datasync: WithDerived<Backup['datasync'], 'schedule'>;
  snapshots: Omit<Backup['snapshots'], 'policies'> & { policies: ResolvedPolicy[] };
  awsBackup: Omit<WithDerived<Backup['awsBackup'], 'schedule' | 'deleteAfterDays'>, 'vaultLock'> & {
    vaultLock: WithDerived<Backup['awsBackup']['vaultLock'], 'minRetentionDays'>;
  };
}

/** An environment while what is derived is being filled in. */
export interface ResolvedEnvironment extends Omit<ParsedEnvironment, 'state' | 'network' | 'backup'> {
  state: WithDerived<ParsedEnvironment['state'], 'keyPrefix' | 'region'>;
  network: WithDerived<ParsedEnvironment['network'], 'publicSubnets' | 'privateSubnets'>;
  backup: ResolvedBackup;
}

/**
 * A valid environment: defaults applied, subnets and schedules derived, every cross check passed. Frozen.
 * Units are in the names; schedules are AWS expressions in UTC.
 */
export type EnvironmentConfig = DeepReadonly<ResolvedEnvironment>;

/** One entry of `backup.snapshots.policies`: what is snapshotted, when, how, and what stays. */
export type SnapshotPolicyConfig = EnvironmentConfig['backup']['snapshots']['policies'][number];

/** Which snapshots of a volume stay: rules as in restic's `forget`; -1 is all, a duration is such as `1y2m3d3h`. */
export type SnapshotKeepConfig = SnapshotPolicyConfig['keep'];
