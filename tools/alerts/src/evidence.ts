import type { InputSettings } from '@strata/event-pattern';
import type { WatchedRule } from './expected-alerts';
import type { Place, SampleName } from './samples';

/** What was read about the alerts of a backup layer. All checks are made of it and of nothing else. */
export interface Evidence {
  /** Name of the environment and the path of its file. */
  readonly environment: string;
  readonly place: Place;
  /** Addresses of the environment file. */
  readonly emails: readonly string[];
  /** Whether backup vaults tell the topic too. */
  readonly hasVaults: boolean;
  readonly topic: TopicEvidence;
  readonly rules: readonly RuleEvidence[];
  readonly alarms: readonly AlarmEvidence[];
}

/** The topic; `found` is undefined when it does not exist. */
export interface TopicEvidence {
  readonly arn: string;
  readonly found:
    | {
        /** JSON text. */
        readonly policy: string;
        /** As the topic names its key: id, ARN, or `alias/…`; undefined when it is not encrypted. */
        readonly keyName: string | undefined;
        /** Undefined when it is not encrypted, or when there is no such key. */
        readonly key: KeyEvidence | undefined;
        readonly subscriptions: readonly SubscriptionEvidence[];
      }
    | undefined;
}

/** A KMS key. */
export interface KeyEvidence {
  readonly arn: string;
  /** `AWS` for one that AWS manages: its policy cannot be changed. */
  readonly manager: 'AWS' | 'CUSTOMER';
  /** `Enabled`, `Disabled`, `PendingDeletion`, … */
  readonly state: string;
  /** JSON text. */
  readonly policy: string;
}

/** A subscription of the topic. */
export interface SubscriptionEvidence {
  /** Undefined while it is not confirmed. */
  readonly arn: string | undefined;
  readonly protocol: string;
  /** Address, or ARN. */
  readonly endpoint: string;
  /** JSON text. */
  readonly filterPolicy?: string | undefined;
  /** @default MessageAttributes */
  readonly filterScope?: string | undefined;
}

/** A rule; `found` is undefined when it does not exist. */
export interface RuleEvidence extends WatchedRule {
  readonly found:
    | {
        readonly arn: string;
        readonly isEnabled: boolean;
        /** JSON text; undefined for a rule that runs by schedule. */
        readonly pattern: string | undefined;
        readonly targets: readonly TargetEvidence[];
        /** What AWS's TestEventPattern says of events. */
        readonly awsMatches: Readonly<Partial<Record<SampleName, boolean>>>;
      }
    | undefined;
}

/** A target of a rule. */
export interface TargetEvidence extends InputSettings {
  readonly id: string;
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly deadLetters: { readonly arn: string; readonly exists: boolean } | undefined;
  /** Of a function: undefined when there is none of this name. */
  readonly behind?: FunctionEvidence | undefined;
}

/** The function behind a target. */
export interface FunctionEvidence {
  /** Who may invoke it: JSON text, `{}` when it has none. */
  readonly policy: string;
  /** What it is told, JSON text; undefined when it is told nothing. */
  readonly settings: string | undefined;
  readonly roleArn: string;
  /** Policies of its role as JSON text; undefined when there is no such role. */
  readonly role: { readonly policies: readonly string[]; readonly boundary: string | undefined } | undefined;
}

/** An alarm; `found` is undefined when it does not exist. */
export interface AlarmEvidence {
  readonly name: string;
  readonly found: { readonly isOn: boolean; readonly actions: readonly string[] } | undefined;
}
