import { DescribeVolumesCommand, EC2Client, RunInstancesCommand, type Tag } from '@aws-sdk/client-ec2';
import { clientOptions } from '@strata/aws';

/** A fleet of equal instances. */
export interface Fleet {
  readonly instances: number;
  /** Beside the root volume, which is not counted. */
  readonly dataVolumesPerInstance: number;
  /** On instances and data volumes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Launches a fleet in a local AWS. @returns how many volumes carry the tags */
export async function launchFleet(endpoint: string, region: string, fleet: Fleet): Promise<number> {
  const ec2 = new EC2Client({ ...clientOptions({ region, endpoint }), maxAttempts: 1 });
  const Tags: Tag[] = Object.entries(fleet.tags).map(([Key, Value]) => ({ Key, Value }));
  try {
    await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-12c6146b',
        InstanceType: 't3.micro',
        MinCount: fleet.instances,
        MaxCount: fleet.instances,
        BlockDeviceMappings: Array.from({ length: fleet.dataVolumesPerInstance }, (_, nth) => ({
          DeviceName: `/dev/sd${String.fromCharCode('f'.charCodeAt(0) + nth)}`,
          Ebs: { VolumeSize: 8, VolumeType: 'gp3' as const },
        })),
        TagSpecifications: [
          { ResourceType: 'instance', Tags },
          { ResourceType: 'volume', Tags },
        ],
      }),
    );
    let found = 0;
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(
        new DescribeVolumesCommand({
          Filters: Tags.map(({ Key = '', Value = '' }) => ({ Name: `tag:${Key}`, Values: [Value] })),
          MaxResults: 1000,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      found += page.Volumes?.length ?? 0;
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  } finally {
    ec2.destroy();
  }
}
