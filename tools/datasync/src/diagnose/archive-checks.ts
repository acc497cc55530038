import { type Check, deploy, given, line } from './check';
import type { ArchiveEvidence, BucketEvidence, BucketSettings, Evidence } from './evidence';
import { keyChecks } from './key-checks';
import { objectRights } from './object-rights';
import { storageClassChecks } from './storage-class-checks';
import { trustCheck } from './trust-check';

/** Whether the archive is there, keeps what is written, and DataSync may write it. */
export function archiveChecks(evidence: Evidence): Check[] {
  const about = line('archive', 'location exists');
  return [
    ...given(about, evidence.archive, (archive) =>
      archive === undefined
        ? about.fail(`there is no S3 location ${evidence.task.destinationLocationArn}`, deploy('backup'))
        : [about.pass(archive.location.arn), ...locationChecks(archive, evidence)],
    ),
  ];
}

function locationChecks(archive: ArchiveEvidence, evidence: Evidence): Check[] {
  const { location, role } = archive;
  const about = line('archive', 'bucket exists');
  return [
    ...trustCheck('archive', role, location, evidence),
    ...given(about, archive.bucket, (bucket) =>
      bucket === undefined
        ? about.fail(
            `there is no bucket ${location.bucket}`,
            'If it was deleted by hand, its versions are lost with it. ' + deploy('storage'),
          )
        : [about.pass(location.bucket), ...bucketChecks(bucket, archive, evidence)],
    ),
  ];
}

function bucketChecks(
  bucket: BucketEvidence,
  archive: ArchiveEvidence,
  evidence: Evidence,
): readonly Check[] {
  const about = line('archive', 'bucket is in the Region of the task');
  if (bucket.region !== evidence.region || bucket.settings === undefined) {
    return [
      about.fail(
        `the bucket is in ${bucket.region}, the task in ${evidence.region}`,
        'Make bucket and task in the same Region: region in the environment file.',
      ),
    ];
  }
  const { settings } = bucket;
  return [
    about.pass(bucket.region),
    ...versioningCheck(settings),
    ...objectRights(settings, archive, evidence),
    ...keyChecks(settings, archive, evidence),
    ...storageClassChecks(settings, archive.location, evidence.task),
  ];
}

function versioningCheck({ versioning }: BucketSettings): readonly Check[] {
  const about = line('archive', 'versioning is on');
  return given(about, versioning, (status) =>
    status === 'Enabled'
      ? about.pass(status)
      : about.fail(
          `versioning is ${status ?? 'not on'}: a file that is overwritten has no way back`,
          deploy('storage'),
        ),
  );
}
