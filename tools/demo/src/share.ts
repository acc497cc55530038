import { DescribeAccessPointsCommand, EFSClient } from '@aws-sdk/client-efs';
import { type AwsTarget, clientOptions } from '@strata/aws';
import { ensureEfsDirectory } from '@strata/local-aws-tool';
import { DemoFailedError } from './errors';

/**
 * The directory that a client of an access point sees as `/`: in the local AWS a file system is a directory, so
 * writing there is what an instance of the fleet does through its mount.
 *
 * @returns its absolute path
 */
export async function mountShare(target: AwsTarget, dataDir: string, accessPointId: string): Promise<string> {
  const client = new EFSClient(clientOptions(target));
  try {
    const { AccessPoints } = await client.send(
      new DescribeAccessPointsCommand({ AccessPointId: accessPointId }),
    );
    const [accessPoint] = AccessPoints ?? [];
    if (!accessPoint?.FileSystemId) {
      throw new DemoFailedError({
        what: 'The access point that backbone published does not exist',
        got: accessPointId,
      });
    }
    return await ensureEfsDirectory(
      dataDir,
      accessPoint.FileSystemId,
      accessPoint.RootDirectory?.Path ?? '/',
    );
  } finally {
    client.destroy();
  }
}
