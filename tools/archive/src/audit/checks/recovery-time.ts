import type { Evidence } from '../evidence';
import { type Finding, findingsOf } from '../finding';
import type { LifecycleRule } from '../settings';
import { whereOf } from './words';

const recovery = findingsOf('recovery time');

/**
 * Hours until an archived object can be read, by retrieval:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html
 */
const RETRIEVAL_HOURS: Readonly<Record<string, { readonly standard: number; readonly bulk: number }>> = {
  GLACIER: { standard: 5, bulk: 12 },
  ARCHIVE_ACCESS: { standard: 5, bulk: 12 },
  DEEP_ARCHIVE: { standard: 12, bulk: 48 },
  DEEP_ARCHIVE_ACCESS: { standard: 12, bulk: 48 },
};

/** Something that may have to be retrieved first when a file is restored. */
interface Archived {
  readonly storageClass: string;
  readonly why: string;
}

/** Whether what may have to be restored can be read again within the recovery time objective. */
export function* retrievalFitsTheRto(evidence: Evidence): Iterable<Finding> {
  const { rtoHours, retentionDays } = evidence.objectives;
  const { lifecycle, archiveTiers } = evidence.settings;
  if (!lifecycle.read) {
    return yield recovery.unknown(`the lifecycle could not be read: ${lifecycle.reason}`);
  }
  const archived = [
    ...lifecycle.value.flatMap((rule) => archivedBy(rule, retentionDays)),
    ...(archiveTiers.read ? archiveTiers.value : []).map(({ tier, afterDays, configuration }) => ({
      storageClass: tier,
      why: `Intelligent-Tiering ${JSON.stringify(configuration)} moves what was not read for ${afterDays} days`,
    })),
    ...stored(evidence),
  ];
  const slowest = archived
    .map((each) => ({ ...each, hours: RETRIEVAL_HOURS[each.storageClass] }))
    .sort((one, other) => (other.hours?.standard ?? 0) - (one.hours?.standard ?? 0))[0];
  const { standard, bulk } = slowest?.hours ?? { standard: 0, bulk: 0 };
  const where = `${slowest?.storageClass} (${slowest?.why})`;
  if (rtoHours < standard) {
    const late = `a standard retrieval from ${where} takes up to ${standard} h, the objective is ${rtoHours} h`;
    return yield evidence.hasWarmCopy
      ? recovery.advice(`${late}: only AWS Backup's recovery points meet it`)
      : recovery.missed(
          late,
          `Set backup.objectives.rtoHours to ${standard} or more, enable backup.awsBackup, or keep what may be restored out of ${slowest?.storageClass}.`,
        );
  }
  if (!archiveTiers.read) {
    return yield recovery.unknown(
      `the tiers of Intelligent-Tiering could not be read: ${archiveTiers.reason}`,
    );
  }
  if (bulk === 0) return yield recovery.met('nothing that may be restored has to be retrieved first');
  if (rtoHours < bulk) {
    return yield recovery.met(
      `a standard retrieval from ${where} takes up to ${standard} h, the objective is ${rtoHours} h; bulk takes ${bulk} h and does not meet it`,
    );
  }
  yield recovery.met(`any retrieval from ${where} takes up to ${bulk} h, the objective is ${rtoHours} h`);
}

/** A current version is needed however old it is; a noncurrent one only for as long as the retention. */
function archivedBy(rule: LifecycleRule, retentionDays: number): Archived[] {
  const needed = [
    ...rule.transitions.map((each) => ({ ...each, what: 'current versions' })),
    ...rule.noncurrentTransitions
      .filter(({ afterDays }) => afterDays === undefined || afterDays < retentionDays)
      .map((each) => ({ ...each, what: 'noncurrent versions' })),
  ];
  return needed
    .filter(({ storageClass }) => storageClass in RETRIEVAL_HOURS)
    .map(({ storageClass, afterDays, what }) => ({
      storageClass,
      why: `${whereOf(rule)} ${what}${afterDays === undefined ? '' : ` after ${afterDays} days`}`,
    }));
}

function stored({ usage }: Evidence): Archived[] {
  const classes = [...(usage?.current ?? []), ...(usage?.noncurrent ?? [])];
  return classes
    .filter(({ storageClass, bytes }) => bytes > 0 && storageClass in RETRIEVAL_HOURS)
    .map(({ storageClass }) => ({ storageClass, why: 'objects are there now' }));
}
