import {
  CreateTagsCommand,
  CreateVolumeCommand,
  DescribeImagesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';

/** Tags as the SDK writes them. */
export function sdkTags(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Makes a volume of the local AWS in `eu-central-1a`; 8 GiB of gp3 where nothing else is said. */
export async function newVolume(
  ec2: EC2Client,
  tags: Readonly<Record<string, string>> = {},
  given: Partial<ConstructorParameters<typeof CreateVolumeCommand>[0]> = {},
): Promise<string> {
  const specification = { ResourceType: 'volume' as const, Tags: sdkTags(tags) };
  const created = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: 'eu-central-1a',
      Size: 8,
      VolumeType: 'gp3',
      ...(specification.Tags.length > 0 && { TagSpecifications: [specification] }),
      ...given,
    }),
  );
  return created.VolumeId ?? '';
}

/** Ends a pending snapshot. */
export async function settle(
  ec2: EC2Client,
  snapshotId: string,
  result: 'completed' | 'error',
): Promise<void> {
  await ec2.send(
    new CreateTagsCommand({
      Resources: [snapshotId],
      Tags: sdkTags({ 'local-aws:snapshot-result': result }),
    }),
  );
}

/** Id of one of AWS's images; asked for by a filter, for moto has more than a thousand. */
export async function anyImage(ec2: EC2Client): Promise<string> {
  const Filters = [{ Name: 'name', Values: ['amzn2-ami-*', 'amzn-ami-*'] }];
  const { Images } = await ec2.send(new DescribeImagesCommand({ Filters }));
  return Images?.[0]?.ImageId ?? '';
}
