import { hasAllowedPrefix, parseCidr } from './cidr';
import type { ResolvedEnvironment } from './environment-config';
import type { Fault } from './errors';
import { guarded, unlessUnknowable } from './guarded';
import { formatPath, isWithin, type Path, setAt, valueAt } from './path';
import { type BackupKind, deriveIntervalHours, leastRpoHours, scheduleEvery } from './schedule/derive';
import type { ParsedEnvironment } from './schema/environment';
import { deriveSubnets } from './subnets';
import { COLD_STORAGE_MIN_DAYS } from './schema/backup';

/** What a derivation gives: the value, the fault that keeps it from one, or undefined when another fault does. */
type Derived = { value: unknown } | { fault: Fault } | undefined;

/** One value that a file may leave out. */
interface Derivation {
  readonly path: Path;
  derive(environment: ParsedEnvironment): Derived;
}

/** Fills in what the file leaves out. Reads no faulted value; what cannot be derived for that is faulted too. */
export function resolve(
  parsed: ParsedEnvironment,
  faulted: readonly Path[],
): { config: ResolvedEnvironment; faults: Fault[]; faulted: Path[] } {
  const config = structuredClone(parsed);
  const faults: Fault[] = [];
  const unknown = [...faulted];
  for (const { path, derive } of [...DERIVATIONS, ...policyDerivations(parsed)]) {
    if (valueAt(parsed, path) !== undefined || faulted.some((fault) => isWithin(path, fault))) continue;
    const derived = unlessUnknowable(() => derive(guarded(parsed, faulted)));
    if (derived !== undefined && 'value' in derived) {
      setAt(config, path, derived.value);
      continue;
    }
    unknown.push(path);
    if (derived !== undefined) faults.push(derived.fault);
  }
  // Every path that the resolved type adds is in DERIVATIONS, or in `faulted`; the tests hold this.
  return { config: config as ResolvedEnvironment, faults, faulted: unknown };
}

/** A schedule from the RPO, of one kind; `place` is which of several policies of the kind it is. */
const schedule = (kind: BackupKind, owner: Path = ['backup', kind], place = 0): Derivation => ({
  path: [...owner, 'schedule'],
  derive(environment) {
    const { objectives, awsBackup, snapshots } = environment.backup;
    const minutes = (valueAt(environment, owner) as { expectedDurationMinutes: number })
      .expectedDurationMinutes;
    const hours = deriveIntervalHours(objectives.rpoHours, minutes);
    if (hours !== undefined) return { value: scheduleEvery(kind, hours, place) };
    const isOff = { datasync: false, snapshots: !snapshots.enabled, awsBackup: !awsBackup.enabled }[kind];
    if (isOff) return { value: scheduleEvery(kind, 24, place) };
    const least = leastRpoHours(minutes);
    const fix = least === undefined ? 'shorten its runs' : `set ${least} or more`;
    const name = formatPath(owner);
    return {
      fault: {
        path: 'backup.objectives.rpoHours',
        message:
          `${objectives.rpoHours} h cannot be met by ${name}, whose runs take ${minutes} min and start at most once ` +
          `an hour, each after the one before is over; ${fix}, or correct ${name}.expectedDurationMinutes`,
      },
    };
  },
});

/** What each snapshot policy may leave out: its schedule, and what its copies keep. */
function policyDerivations({ backup }: ParsedEnvironment): Derivation[] {
  return backup.snapshots.policies.flatMap(({ keep, copies }, place) => {
    const policy: Path = ['backup', 'snapshots', 'policies', place];
    return [
      schedule('snapshots', policy, place),
      // A list with a fault in it is at fault as a whole, so what the policy keeps is sound here.
      ...copies.map((_, index) => ({
        path: [...policy, 'copies', index, 'keep'],
        derive: () => ({ value: structuredClone(keep) }),
      })),
    ];
  });
}

const subnets = (key: 'privateSubnets' | 'publicSubnets'): Derivation => ({
  path: ['network', key],
  derive({ network }) {
    // A VPC of a size that AWS does not take is reported as such; faults of what it would give only hide that.
    if (!hasAllowedPrefix(parseCidr(network.cidr))) return undefined;
    const derived = deriveSubnets(network.cidr, network.zones.length);
    if (derived !== undefined) return { value: derived[key] };
    return {
      fault: {
        path: `network.${key}`,
        message: `cannot be derived in ${network.cidr}, which is smaller than a /24; state one subnet per zone, or set a larger network.cidr`,
      },
    };
  },
});

const DERIVATIONS: readonly Derivation[] = [
  {
    path: ['backup', 'awsBackup', 'vaultLock', 'minRetentionDays'],
    derive: ({ backup }) => ({ value: backup.objectives.retentionDays }),
  },
  { path: ['state', 'keyPrefix'], derive: ({ name }) => ({ value: `strata/${name}` }) },
  { path: ['state', 'region'], derive: ({ region }) => ({ value: region }) },
  subnets('privateSubnets'),
  subnets('publicSubnets'),
  schedule('datasync'),
  schedule('awsBackup'),
  {
    path: ['backup', 'awsBackup', 'deleteAfterDays'],
    // Cold storage has a minimum stay, so a recovery point that goes there outlives a shorter retention.
    derive: ({ backup: { objectives, awsBackup } }) => ({
      value: Math.max(
        objectives.retentionDays,
        awsBackup.coldStorageAfterDays === undefined
          ? 0
          : awsBackup.coldStorageAfterDays + COLD_STORAGE_MIN_DAYS,
      ),
    }),
  },
];
