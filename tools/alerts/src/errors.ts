import { ExitCode, StrataError, UsageError } from '@strata/cli-kit';

/** The topic that the state names is not there. */
export class TopicGoneError extends StrataError {
  override readonly name = 'TopicGoneError';

  constructor(topicArn: string) {
    super(
      {
        what: `The topic that the state of the backup layer names does not exist: ${topicArn}`,
        fix: 'It was deleted by hand. Deploy the backup layer again: ./strata deploy backup',
      },
      ExitCode.usage,
    );
  }
}

/** Credentials or state are of another account than the environment. */
export class OtherAccountError extends StrataError {
  override readonly name = 'OtherAccountError';

  constructor(whose: string, got: string, environment: { readonly name: string; readonly account: string }) {
    super(
      {
        what: `The ${whose} of another account than environment ${environment.name}`,
        got,
        allowed: environment.account,
        fix: 'Nothing was done. Choose the profile of that account (AWS_PROFILE), or another environment (--env).',
      },
      ExitCode.usage,
    );
  }
}

/** This is no address. */
export class NoAddressError extends UsageError {
  override readonly name = 'NoAddressError';

  constructor(got: string) {
    super({ what: 'This is no e-mail address', got, allowed: 'addresses such as ops@example.com' });
  }
}

/** An address that the topic does not have was to be removed. */
export class NotSubscribedError extends UsageError {
  override readonly name = 'NotSubscribedError';

  constructor(address: string) {
    super({
      what: 'The topic has no such address',
      got: address,
      fix: 'Nothing was done. See who is subscribed: strata alerts list',
    });
  }
}

/** A subscription that is not confirmed has no ARN to remove it by. */
export class NotConfirmedYetError extends StrataError {
  override readonly name = 'NotConfirmedYetError';

  constructor(address: string) {
    super(
      {
        what: `${address} is not confirmed, and AWS lets nobody remove such a subscription`,
        fix: 'It gets nothing. AWS forgets it by itself after some days; do not click its link.',
      },
      ExitCode.usage,
    );
  }
}

/** The environment file has the address: removing it here would not last. */
export class AddressInFileError extends StrataError {
  override readonly name = 'AddressInFileError';

  constructor(address: string, environment: string) {
    super(
      {
        what: `The environment ${environment} has ${address} in backup.notifications.emails: the next deployment would subscribe it again`,
        fix: `Nothing was done. Take it out of the file and deploy the backup layer, or remove it until the next deployment with --unsafe-drop-listed ${address}`,
      },
      ExitCode.refused,
    );
  }
}

/** The layer has no rule for this kind of event. */
export class NoSuchAlertError extends UsageError {
  override readonly name = 'NoSuchAlertError';

  constructor(event: string) {
    super({
      what: 'The backup layer of this environment has no rule for this event',
      got: event,
      fix: 'Nothing was sent. Snapshot alerts need backup.snapshots.enabled in the environment file.',
    });
  }
}

/** The rule of the layer is older than test events. */
export class NotListeningError extends StrataError {
  override readonly name = 'NotListeningError';

  constructor(rule: string, source: string) {
    super(
      {
        what: `The rule ${rule} does not listen to test events (source ${source}), which AWS lets nobody send as its own`,
        fix: 'Nothing was sent. Deploy the backup layer of this version: ./strata deploy backup',
      },
      ExitCode.usage,
    );
  }
}

/** EventBridge did not take the event. */
export class EventRefusedError extends StrataError {
  override readonly name = 'EventRefusedError';

  constructor(code: string | undefined, message: string | undefined) {
    super({
      what: `EventBridge did not take the test event: ${code ?? 'no code'}, ${message ?? 'no message'}`,
      fix: 'Run it again; when it stays so, look into https://health.aws.amazon.com for EventBridge.',
    });
  }
}
