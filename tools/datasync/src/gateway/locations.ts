import { DescribeLocationEfsCommand, DescribeLocationS3Command } from '@aws-sdk/client-datasync';
import { failureKind } from '@strata/aws';
import type { EfsLocation, S3Location } from '../diagnose/evidence';
import { known, type Reading, unreadable } from '../diagnose/reading';
import { UnknownLocationError } from '../errors';
import { idOf } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { named, saysNotFound } from './named';
import { describeArchive } from './tasks';

/**
 * An EFS location; undefined when there is none.
 *
 * @throws UnknownLocationError when it is no EFS location
 */
export function readEfsLocation(
  connections: Connections,
  arn: string,
  signal?: AbortSignal,
): Promise<Reading<EfsLocation | undefined>> {
  return located(async () => {
    const call = connections.datasync.send(
      new DescribeLocationEfsCommand({ LocationArn: arn }),
      abortable(signal),
    );
    const location = await named(connections, 'datasync:DescribeLocationEfs', arn, call);
    const uri = location.LocationUri ?? '';
    const fileSystemId = /^efs:\/\/(?:[^/]*\.)?(fs-[0-9a-f]+)/.exec(uri)?.[1];
    if (fileSystemId === undefined) throw new UnknownLocationError(arn, uri, 'an EFS file system');
    return {
      arn,
      fileSystemId,
      accessPointArn: location.AccessPointArn || undefined,
      roleArn: location.FileSystemAccessRoleArn || undefined,
      isEncrypted: location.InTransitEncryption === 'TLS1_2',
      subnetId: idOf(location.Ec2Config?.SubnetArn ?? ''),
      groupIds: (location.Ec2Config?.SecurityGroupArns ?? []).map(idOf),
    };
  });
}

/**
 * An S3 location; undefined when there is none.
 *
 * @throws UnknownLocationError when it is no S3 location
 */
export function readS3Location(
  connections: Connections,
  arn: string,
  signal?: AbortSignal,
): Promise<Reading<S3Location | undefined>> {
  return located(async () => {
    const call = connections.datasync.send(
      new DescribeLocationS3Command({ LocationArn: arn }),
      abortable(signal),
    );
    const [place, { S3Config }] = await Promise.all([
      describeArchive(connections, arn, signal),
      named(connections, 'datasync:DescribeLocationS3', arn, call),
    ]);
    return { arn, ...place, roleArn: S3Config?.BucketAccessRoleArn ?? '' };
  });
}

async function located<T>(read: () => Promise<T>): Promise<Reading<T | undefined>> {
  try {
    return known(await read());
  } catch (error) {
    if (saysNotFound(error)) return known(undefined);
    if (failureKind(error) !== 'denied') throw error;
    return unreadable((error as Error).message);
  }
}
