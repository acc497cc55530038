import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { efsDirectory, ensureEfsDirectory } from '../../../efs-directory';
import type { GatewayContext } from '../../../gateway/service';
import { keyState } from '../../kms-keys';
import { loopback } from '../../loopback-client';
import { Emulator } from '../emulator';
import type { EfsLocation, Location, S3Location } from '../model';
import { EfsStore } from './efs-store';
import { S3Refusal } from './entry-failures';
import { bucketGone, mountPathGone, mountTargetGone, roleNotAssumed } from './location-failures';
import { S3Store } from './s3-store';
import type { Store } from './store';

/**
 * Mounts an EFS location or opens an S3 location, checking first what AWS would fail on.
 * @throws RunFailed when it cannot be reached.
 */
export async function openStore(
  location: Location,
  side: 'source' | 'destination',
  context: GatewayContext,
): Promise<Store> {
  const emulator = new Emulator(context, location.region);
  const role = location.type === 'efs' ? location.fileSystemAccessRoleArn : location.roleArn;
  if (role !== undefined && !(await emulator.canAssume(role.split('/').at(-1) ?? ''))) {
    throw roleNotAssumed(location, role);
  }
  return location.type === 'efs'
    ? mount(location, side, context, emulator)
    : openBucket(location, context, emulator);
}

async function openBucket(location: S3Location, context: GatewayContext, emulator: Emulator): Promise<Store> {
  const { bucket, region, storageClass, subdirectory } = location;
  if (!(await emulator.bucketExists(bucket))) throw bucketGone(location);
  return new S3Store(
    loopback(context, region, 'moto'),
    bucket,
    subdirectory.replace(/^\/+/, ''),
    storageClass,
    await keyRefusal(location, context, emulator),
  );
}

/**
 * What S3 answers where the bucket's key is of no use, which moto does not look at.
 * Source of the codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (AWS KMS errors)
 */
async function keyRefusal(
  { bucket, region }: S3Location,
  context: GatewayContext,
  emulator: Emulator,
): Promise<((operation: string, key: string) => S3Refusal) | undefined> {
  const key = await emulator.bucketKey(bucket);
  if (key === undefined) return undefined;
  const { problem } = await keyState(key, region, context);
  if (problem === undefined) return undefined;
  const code = /is disabled/.test(problem)
    ? 'KMS.DisabledException'
    : /does not exist/.test(problem)
      ? 'KMS.NotFoundException'
      : 'KMS.KMSInvalidStateException';
  return (operation, name) => new S3Refusal(operation, name, 400, code, problem);
}

async function mount(
  location: EfsLocation,
  side: 'source' | 'destination',
  context: GatewayContext,
  emulator: Emulator,
): Promise<Store> {
  const { fileSystemId, accessPointArn, region, subdirectory } = location;
  if (!(await emulator.fileSystemExists(fileSystemId))) {
    throw mountTargetGone(location, `file system ${fileSystemId} does not exist.`);
  }
  if ((await emulator.mountTargetZones(fileSystemId)).length === 0) {
    throw mountTargetGone(location, `file system ${fileSystemId} has none.`);
  }
  const id = accessPointArn?.split('/').at(-1);
  const accessPoint = id === undefined ? undefined : await emulator.accessPoint(id);
  if (id !== undefined && !accessPoint) {
    throw mountTargetGone(location, `access point ${id} does not exist.`);
  }
  const path = [accessPoint?.rootDirectory ?? '/', subdirectory];
  if (side === 'source') await refuseGone(location, context.dataDir, path);
  const root = await ensureEfsDirectory(context.dataDir, fileSystemId, ...path);
  // Who is not root is judged by the kernel, and owns what the access point's user would own.
  const user = process.getuid?.() === 0 ? accessPoint?.user : undefined;
  return new EfsStore(`efs://${region}.${fileSystemId}${subdirectory}`, root, user);
}

/**
 * A source that is gone must fail, not look empty: an empty one would have the archive emptied as well.
 * The file system's own directory is there from its creation; an access point makes its root at the first mount.
 */
async function refuseGone(
  location: EfsLocation,
  dataDir: string,
  [accessPointRoot = '/', subdirectory = '/']: readonly string[],
): Promise<void> {
  const root = efsDirectory(dataDir, location.fileSystemId);
  const path = join(accessPointRoot, subdirectory);
  const mustExist = subdirectory === '/' ? root : join(root, path);
  const gone = await access(mustExist).then(
    () => false,
    () => true,
  );
  if (gone) throw mountPathGone(location, path);
}
