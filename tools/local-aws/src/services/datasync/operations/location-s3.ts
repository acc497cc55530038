import type { CreateLocationS3Request, UpdateLocationS3Request } from '@aws-sdk/client-datasync';
import { locationArn, newId, parseArn } from '../arns';
import type { Emulator } from '../emulator';
import { cannotAssume } from '../emulator';
import { InvalidRequestException, notInEnum } from '../errors';
import type { S3Location } from '../model';
import { tagMap } from '../model';
import type { Registry } from '../registry';
import type { Call } from './call';
import { locationUri, normalSubdirectory } from './locations';

const STORAGE_CLASSES = [
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'OUTPOSTS',
  'GLACIER_INSTANT_RETRIEVAL',
];

/** CreateLocationS3: tests role and bucket the way AWS's access test does. */
export async function createLocationS3(call: Call, input: CreateLocationS3Request): Promise<object> {
  const bucket = parseArn('bucket', input.S3BucketArn, 's3BucketArn');
  const storageClass = checkStorageClass(input.S3StorageClass ?? 'STANDARD');
  const subdirectory = normalSubdirectory(input.Subdirectory);
  if ((input.AgentArns ?? []).length > 0) {
    throw new InvalidRequestException('AgentArns is only for S3 on Outposts, which is not supported here.');
  }
  const roleArn = await checkRole(call.emulator, input.S3Config?.BucketAccessRoleArn);
  if (!(await call.emulator.bucketExists(bucket))) {
    throw new InvalidRequestException(
      `DataSync location access test failed: could not perform s3:ListObjectsV2 on bucket ${bucket}. The bucket does not exist.`,
    );
  }
  const location: S3Location = {
    type: 's3',
    arn: locationArn(call.home, newId('loc')),
    region: call.home.region,
    creationTime: call.now(),
    tags: tagMap(input.Tags),
    bucket,
    subdirectory,
    storageClass,
    roleArn,
  };
  call.registry.locations.set(location.arn, location);
  return { LocationArn: location.arn };
}

/** UpdateLocationS3: what is left out stays. */
export async function updateLocationS3(call: Call, input: UpdateLocationS3Request): Promise<object> {
  const location = s3Location(call.registry, input.LocationArn);
  const storageClass = checkStorageClass(input.S3StorageClass ?? location.storageClass);
  const subdirectory =
    input.Subdirectory === undefined ? location.subdirectory : normalSubdirectory(input.Subdirectory);
  const roleArn = await checkRole(call.emulator, input.S3Config?.BucketAccessRoleArn ?? location.roleArn);
  Object.assign(location, { storageClass, subdirectory, roleArn });
  return {};
}

/** DescribeLocationS3. */
export function describeLocationS3(registry: Registry, input: { LocationArn?: string }): object {
  const location = s3Location(registry, input.LocationArn);
  return {
    LocationArn: location.arn,
    LocationUri: locationUri(location),
    S3StorageClass: location.storageClass,
    S3Config: { BucketAccessRoleArn: location.roleArn },
    CreationTime: location.creationTime.getTime() / 1000,
  };
}

function s3Location(registry: Registry, arn: string | undefined): S3Location {
  const location = registry.location(arn);
  if (location.type !== 's3')
    throw new InvalidRequestException(`Location ${location.arn} is not an S3 location.`);
  return location;
}

function checkStorageClass(storageClass: string): string {
  // Without S3 on Outposts there is no bucket that could take this class.
  if (!STORAGE_CLASSES.includes(storageClass))
    throw notInEnum('s3StorageClass', storageClass, STORAGE_CLASSES);
  if (storageClass === 'OUTPOSTS') {
    throw new InvalidRequestException('Storage class OUTPOSTS is only for S3 on Outposts.');
  }
  return storageClass;
}

async function checkRole(emulator: Emulator, arn: string | undefined): Promise<string> {
  const role = parseArn('role', arn, 's3Config.bucketAccessRoleArn');
  if (!(await emulator.canAssume(role))) throw cannotAssume();
  return arn as string;
}
