import { ExitCode, StrataError, UsageError } from '@strata/cli-kit';
import type { VolumeSelection } from './model';

/** Volumes that were named and do not exist here. */
export class UnknownVolumesError extends UsageError {
  override readonly name = 'UnknownVolumesError';

  constructor(ids: readonly string[], region: string) {
    super({
      what: `There ${ids.length === 1 ? 'is no such volume' : 'are no such volumes'} in ${region}`,
      got: ids.join(', '),
      fix: 'Nothing was done. List them: aws ec2 describe-volumes. A volume of another Region needs --region.',
    });
  }
}

/** Instances that were named and do not exist here. */
export class UnknownInstancesError extends UsageError {
  override readonly name = 'UnknownInstancesError';

  constructor(ids: readonly string[], region: string) {
    super({
      what: `There ${ids.length === 1 ? 'is no such instance' : 'are no such instances'} in ${region}`,
      got: ids.join(', '),
      fix: 'Nothing was done. List them: aws ec2 describe-instances. An instance of another Region needs --region.',
    });
  }
}

/** Nothing is selected: a schedule that silently backs up nothing would be the worst outcome. */
export class NoVolumesError extends UsageError {
  override readonly name = 'NoVolumesError';

  constructor({ volumeIds, instanceIds, tags }: VolumeSelection, region: string) {
    const by = volumeIds
      ? `the ids ${volumeIds.join(', ')}`
      : instanceIds
        ? `the instances ${instanceIds.join(', ')}`
        : `the tags ${(tags ?? []).map(({ key, value }) => `${key}=${value}`).join(', ')}`;
    super({
      what: `No volumes in ${region} are selected by ${by}`,
      fix: 'Nothing was done. Tag the volumes, or name others with --volume, --instance or --tag.',
    });
  }
}

/** Another run has the volumes. */
export class LeaseHeldError extends StrataError {
  override readonly name = 'LeaseHeldError';

  constructor(holder: { readonly runId: string; readonly expires: Date }, volumes: number) {
    super(
      {
        what: `Another run works on ${volumes === 1 ? 'this volume' : 'these volumes'}`,
        got: `${holder.runId}, which holds them until ${holder.expires.toISOString()}`,
        fix: 'Nothing was done. Wait for it (--wait-for-lease), or, when it is known to have crashed, run: strata snapshots resume',
      },
      ExitCode.refused,
    );
  }
}

/** The lease could not be renewed in time, so another run may work on the volumes. */
export class LeaseLostError extends StrataError {
  override readonly name = 'LeaseLostError';

  constructor(runId: string) {
    super({
      what: `The run ${runId} lost its lease on the volumes: it could not be renewed in time`,
      fix: 'Nothing more was begun. What it left is put right by: strata snapshots resume',
    });
  }
}

/** A guard refuses what was planned for some instances. */
export class CreationRefusedError extends StrataError {
  override readonly name = 'CreationRefusedError';

  constructor(refusals: readonly { readonly reason: string; readonly fix: string }[]) {
    const fixes = [...new Set(refusals.map(({ fix }) => fix))];
    super(
      {
        what: `Refused: ${refusals.map(({ reason }) => reason).join('; ')}`,
        fix: `Nothing was done. ${fixes.join(' ')}`,
      },
      ExitCode.refused,
    );
  }
}

/** Too little is left of a run's time to stop an instance, or to freeze it, and have it back by the deadline. */
export class NoTimeLeftError extends StrataError {
  override readonly name = 'NoTimeLeftError';

  constructor(preparation: 'none' | 'stop' | 'freeze') {
    super({
      what: `No time was left to ${preparation} its instance and have it back by the deadline`,
      fix: 'It was left alone; a retry or the next run takes it.',
    });
  }
}

/** `quiesced` needs a document that freezes and thaws. */
export class NoQuiesceDocumentError extends UsageError {
  override readonly name = 'NoQuiesceDocumentError';

  constructor(policy: string) {
    super({
      what: `The policy ${policy} names no SSM document that freezes and thaws file systems`,
      fix: 'Nothing was done. Set quiesceDocument in backup.snapshots.policies, or use another --consistency.',
    });
  }
}
