import type { EfsLocation, Location, S3Location } from '../model';
import { RunFailed } from './run-failed';

/**
 * Why a location cannot be opened. Codes, and the words up to the colon, are AWS's:
 * https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-storage-issues.html.
 * What follows the colon is AWS's where that page or an access test shows it, else ours (see README).
 */
function inaccessible(code: string, location: Location, why: string): RunFailed {
  return new RunFailed(code, `Task failed to access location ${location.arn.split('/').at(-1)}: ${why}`);
}

/** Nothing answers at S3's endpoint: no route, or TCP 443 closed. */
export function endpointUnreachable(location: S3Location): RunFailed {
  return inaccessible('FsS3UnableToConnectToEndpoint', location, 'Unable to connect to S3 endpoint');
}

/** The role of the location may not see the bucket. */
export function bucketDenied(location: S3Location): RunFailed {
  return inaccessible(
    'FsS3HeadBucketFailed',
    location,
    `could not perform s3:HeadBucket on bucket ${location.bucket}. Access denied. Ensure bucket access role has s3:ListBucket permission.`,
  );
}

/** There is no such bucket. */
export function bucketGone(location: S3Location): RunFailed {
  return inaccessible(
    'FsS3HeadBucketFailed',
    location,
    `HeadBucket failed: bucket ${location.bucket} does not exist.`,
  );
}

/** The role of a location is gone, or does not trust DataSync. */
export function roleNotAssumed(location: Location, roleArn: string): RunFailed {
  return inaccessible(
    'SyncTaskErrorLocationNotAdded',
    location,
    `Unable to assume role ${roleArn}. Reason: Access denied when calling sts:AssumeRole`,
  );
}

/** The network side of a file system is gone. `why` says what of it. */
export function mountTargetGone(location: EfsLocation, why: string): RunFailed {
  return inaccessible(
    'SyncTaskErrorLocationNotAdded',
    location,
    `x40016: Failed to connect to EFS mount target: ${why}`,
  );
}

/** The path that a location mounts is gone from its file system. */
export function mountPathGone(location: EfsLocation, path: string): RunFailed {
  return inaccessible(
    'SyncTaskErrorLocationNotAdded',
    location,
    `x40016: mount.nfs: mounting ${location.fileSystemId}:${path} failed, reason given by server: No such file or directory`,
  );
}
