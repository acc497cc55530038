import { ExitCode, StrataError, UsageError } from '@strata/cli-kit';

/** The backup layer's state holds more than one task, so which one is meant is not known. */
export class SeveralTasksError extends UsageError {
  override readonly name = 'SeveralTasksError';

  constructor(addresses: readonly string[], published: string) {
    super({
      what: 'The state of layer backup holds several DataSync tasks',
      got: addresses.join(', '),
      fix: `Say which: --task ARN. The one that the layer publishes is ${published}`,
    });
  }
}

/** `--task` is no ARN of a task. */
export class BadTaskArnError extends UsageError {
  override readonly name = 'BadTaskArnError';

  constructor(got: string) {
    super({
      what: 'This is no ARN of a DataSync task',
      got: got || 'nothing',
      allowed: 'such as arn:aws:datasync:eu-central-1:123456789012:task/task-0123456789abcdef0',
      fix: 'Leave --task out to take the task of the backup layer.',
    });
  }
}

/** `--task` names a task that this environment's account and Region do not have. */
export class ForeignTaskError extends UsageError {
  override readonly name = 'ForeignTaskError';

  constructor(what: 'account' | 'Region', got: string, own: string, environment: string) {
    super({
      what: `The task of --task is of another ${what} than environment ${environment}`,
      got,
      allowed: own,
      fix: 'Choose the environment that it belongs to with --env.',
    });
  }
}

/** AWS knows no such task. */
export class NoSuchTaskError extends UsageError {
  override readonly name = 'NoSuchTaskError';

  constructor(arn: string, options?: ErrorOptions) {
    super({
      what: `There is no DataSync task ${arn}`,
      fix: 'If it was deleted by hand, deploy the layer again: ./strata deploy backup. List those there are: aws datasync list-tasks',
    });
    this.cause = options?.cause;
  }
}

/** AWS knows no such execution of the task. */
export class NoSuchExecutionError extends UsageError {
  override readonly name = 'NoSuchExecutionError';

  constructor(id: string, taskArn: string, options?: ErrorOptions) {
    super({
      what: `The task ${taskArn} has no such execution`,
      got: id,
      fix: 'List those it has: ./strata datasync history',
    });
    this.cause = options?.cause;
  }
}

/** Filters or options that DataSync would refuse; nothing was started. */
export class InvalidRunError extends UsageError {
  override readonly name = 'InvalidRunError';

  constructor(readonly faults: readonly string[]) {
    super({
      what: `This run cannot be started: ${faults.join('; ')}`,
      fix: 'Nothing was started.',
    });
  }
}

/** A run is under way that does something else than what was asked for, so joining it would be no answer. */
export class OtherRunUnderWayError extends StrataError {
  override readonly name = 'OtherRunUnderWayError';

  constructor(executionArn: string, differences: readonly string[]) {
    super(
      {
        what: `A run is under way with other settings: ${executionArn}`,
        got: differences.join('; '),
        fix: 'Nothing was started. Wait for its end (./strata datasync run --wait, without overrides and filters), then start this one.',
      },
      ExitCode.refused,
    );
  }
}

/** The path to compare with cannot be the file system. */
export class BadMountError extends UsageError {
  override readonly name = 'BadMountError';

  constructor(path: string, why: string) {
    super({
      what: `--mount ${path} ${why}`,
      allowed: 'the path at which the file system is mounted on this machine, seen as the task sees it',
      fix: 'Nothing was compared. Mount it (mount -t efs …) and look with: findmnt',
    });
  }
}

/** The task does not copy from EFS to S3, which is all that this tool compares. */
export class UnknownLocationError extends UsageError {
  override readonly name = 'UnknownLocationError';

  constructor(arn: string, uri: string, wanted: string) {
    super({ what: `The location ${arn} cannot be compared`, got: uri, allowed: wanted });
  }
}

/** What was given is no id of an execution of the task. */
export class BadExecutionIdError extends UsageError {
  override readonly name = 'BadExecutionIdError';

  constructor(got: string, taskArn: string) {
    super({
      what: `This is no execution of the task ${taskArn}`,
      got,
      allowed: 'an id such as exec-0123456789abcdef0, or the ARN that begins with that of the task',
      fix: 'List them: ./strata datasync history',
    });
  }
}
