import { UNKNOWN_VOLUME_ID } from '@strata/retention';
import { TAG } from '../tags';

/** Where a snapshot's data comes from. */
export interface Lineage {
  readonly volumeId: string;
  /** The moment whose data it holds. */
  readonly startTime: Date;
}

/**
 * The volume and moment that a snapshot is of. EC2 knows both for a snapshot of a volume; for a copy it shows an
 * arbitrary volume and the moment of copying, so there our tags count
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html). Tags never override what EC2 does
 * know: a volume's own snapshot cannot be moved to another volume's by tagging it.
 */
export function lineageOf(tags: Readonly<Record<string, string>>, ec2: Lineage): Lineage {
  if (ec2.volumeId !== '' && ec2.volumeId !== UNKNOWN_VOLUME_ID) return ec2;
  const started = new Date(tags[TAG.sourceStart] ?? Number.NaN);
  return {
    volumeId: tags[TAG.sourceVolume] ?? UNKNOWN_VOLUME_ID,
    startTime: Number.isNaN(started.getTime()) ? ec2.startTime : started,
  };
}
