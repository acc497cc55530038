import { CreateVolumeCommand } from '@aws-sdk/client-ec2';
import { CreateKeyCommand, DisableKeyCommand } from '@aws-sdk/client-kms';
import type { Connections } from '../gateway/connections';
import { ec2Tags } from '../gateway/ec2-records';

/** Makes a volume of a local AWS that is encrypted with a key of its own. */
export async function encryptedVolume({
  ec2,
  kms,
  target,
}: Connections): Promise<{ readonly volumeId: string; readonly keyId: string }> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const { VolumeId = '' } = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${target.region}a`,
      Size: 1,
      Encrypted: true,
      KmsKeyId: KeyMetadata?.Arn,
      TagSpecifications: [{ ResourceType: 'volume', Tags: ec2Tags({ 'local-aws:snapshot-ms': '0' }) }],
    }),
  );
  return { volumeId: VolumeId, keyId: KeyMetadata?.KeyId ?? '' };
}

/** Disables a key. */
export async function disableKey({ kms }: Connections, keyId: string): Promise<void> {
  await kms.send(new DisableKeyCommand({ KeyId: keyId }));
}
