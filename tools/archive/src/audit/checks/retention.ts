import type { Evidence } from '../evidence';
import { type Finding, findingsOf } from '../finding';
import type { LifecycleRule } from '../settings';
import { whereOf } from './words';

const versioning = findingsOf('versioning');
const retention = findingsOf('retention');
const markers = findingsOf('delete markers');

/** Whether what is deleted or overwritten stays as a noncurrent version at all. */
export function* versioningIsOn({ settings: { versioning: reading }, bucket }: Evidence): Iterable<Finding> {
  if (!reading.read) return yield versioning.unknown(`versioning could not be read: ${reading.reason}`);
  if (reading.value === 'Enabled') return yield versioning.met('every version of every object is kept');
  yield versioning.missed(
    reading.value === 'Suspended'
      ? 'versioning is suspended: what is overwritten or deleted now is gone at once; only older versions are kept'
      : 'versioning was never enabled: what is overwritten or deleted is gone at once',
    `aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
  );
}

/**
 * Whether a deleted file can be brought back for as long as the objective says. Days count from when a version became
 * noncurrent, that is from its deletion or overwriting, whatever its age:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html. The soonest rule decides: S3 lets
 * expiry win, and the shortest.
 */
export function* deletedFilesComeBack({
  settings,
  objectives: { retentionDays },
}: Evidence): Iterable<Finding> {
  const { lifecycle } = settings;
  if (!lifecycle.read) return yield retention.unknown(`the lifecycle could not be read: ${lifecycle.reason}`);
  const kept = settings.versioning;
  if (!kept.read) {
    return yield retention.unknown(`whether versions are kept could not be read: ${kept.reason}`);
  }
  if (kept.value !== 'Enabled') {
    return yield retention.missed(
      `nothing that is deleted now can be brought back, and the objective is ${retentionDays} days`,
      'Enable versioning.',
    );
  }
  const short = lifecycle.value.filter(
    ({ noncurrentExpiry }) => noncurrentExpiry && noncurrentExpiry.afterDays < retentionDays,
  );
  for (const rule of short) yield retention.missed(tooShort(rule, retentionDays), fixOf(retentionDays));
  const expiring = lifecycle.value.filter(({ expires }) => expires !== undefined);
  for (const rule of expiring) {
    yield retention.missed(
      `files that never change vanish from the archive: ${whereOf(rule)} current versions expire ${rule.expires}, though the source still has them; as noncurrent versions they are then ${afterwards(lifecycle.value)}`,
      `Take the expiration of current versions out of the rule ${rule.id}.`,
    );
  }
  if (short.length > 0 || expiring.length > 0) return;
  const days = soonest(lifecycle.value);
  yield retention.met(
    days === undefined
      ? `what is deleted can be brought back for ever, the objective is ${retentionDays} days`
      : `what is deleted can be brought back for ${days} days, the objective is ${retentionDays}`,
  );
}

function tooShort(rule: LifecycleRule, retentionDays: number): string {
  const { afterDays, keepsNewest } = rule.noncurrentExpiry ?? { afterDays: 0, keepsNewest: 0 };
  const newest =
    keepsNewest === 0
      ? ''
      : `; only the newest ${keepsNewest} noncurrent versions of a key stay longer, so a file that is written often loses its older states`;
  return `${whereOf(rule)} a deleted or overwritten version is gone for good after ${afterDays} days, the objective is ${retentionDays}${newest}`;
}

function fixOf(retentionDays: number): string {
  return `Set storage.lifecycle.noncurrentRetentionDays to ${retentionDays} or more, and deploy the storage layer.`;
}

function afterwards(rules: readonly LifecycleRule[]): string {
  const days = soonest(rules);
  return days === undefined ? 'kept' : `gone for good after ${days} days more`;
}

/** Days that a noncurrent version is certain to stay; undefined for ever. */
function soonest(rules: readonly LifecycleRule[]): number | undefined {
  const days = rules.flatMap(({ noncurrentExpiry }) => noncurrentExpiry?.afterDays ?? []);
  return days.length === 0 ? undefined : Math.min(...days);
}

/**
 * What becomes of delete markers. S3 removes one only when it hides nothing any more, so this never brings a deleted
 * file back nor takes it away; markers that stay slow every listing.
 */
export function* loneMarkersGo({ settings: { lifecycle }, usage }: Evidence): Iterable<Finding> {
  if (!lifecycle.read) return;
  const rules = lifecycle.value;
  const versionsGo = soonest(rules) !== undefined;
  const removed = rules.some(
    ({ removesLoneMarkers, expires, scope }) => scope === undefined && (removesLoneMarkers || expires),
  );
  const found = usage?.loneMarkers ? `; there are ${usage.loneMarkers} now` : '';
  if (removed || (!versionsGo && found === '')) {
    return yield markers.met('a delete marker goes with the last version that it hides, and not before');
  }
  yield markers.advice(
    `delete markers stay after the versions that they hide have expired, and slow every listing${found}`,
    'Add ExpiredObjectDeleteMarker to the rule that expires noncurrent versions.',
  );
}
