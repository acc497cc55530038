import type { GatewayContext } from '../../../gateway/service';
import { ensureEfsDirectory } from '../../../efs-directory';
import { loopback } from '../../loopback-client';
import { Emulator } from '../emulator';
import type { EfsLocation, Location } from '../model';
import { EfsStore } from './efs-store';
import { RunFailed } from './run';
import { S3Store } from './s3-store';
import type { Store } from './store';

/** Mounts an EFS location or opens an S3 location, checking first what AWS would fail on. */
export async function openStore(location: Location, context: GatewayContext): Promise<Store> {
  const emulator = new Emulator(context, location.region);
  if (location.type === 'efs') return mount(location, context, emulator);
  if (!(await emulator.bucketExists(location.bucket))) {
    throw new RunFailed('LocationNotAccessible', `S3 bucket ${location.bucket} does not exist.`);
  }
  const prefix = location.subdirectory.replace(/^\/+/, '');
  return new S3Store(
    loopback(context, location.region, 'moto'),
    location.bucket,
    prefix,
    location.storageClass,
  );
}

async function mount(location: EfsLocation, context: GatewayContext, emulator: Emulator): Promise<Store> {
  const { fileSystemId, accessPointArn, subdirectory } = location;
  if (!(await emulator.fileSystemExists(fileSystemId))) {
    throw new RunFailed('LocationNotAccessible', `EFS file system ${fileSystemId} does not exist.`);
  }
  const id = accessPointArn?.split('/').at(-1);
  const accessPoint = id === undefined ? undefined : await emulator.accessPoint(id);
  if (id !== undefined && !accessPoint) {
    throw new RunFailed('LocationNotAccessible', `EFS access point ${id} does not exist.`);
  }
  const root = await ensureEfsDirectory(
    context.dataDir,
    fileSystemId,
    accessPoint?.rootDirectory ?? '/',
    subdirectory,
  );
  return new EfsStore(`efs://${location.region}.${fileSystemId}${subdirectory}`, root);
}
