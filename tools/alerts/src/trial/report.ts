import { formatSeconds } from '@strata/cli-kit';
import { withEnvironment } from '@strata/naming';
import { compareAddresses, isSameAddress } from '../addresses/compare';
import { letsThrough } from '../check/filter';
import type { Trial, TrialResult } from './execute';

/** What a test says: who was mailed, or where it stopped. */
export interface TrialReport {
  readonly environment: string;
  readonly event: string;
  readonly testId: string;
  readonly ruleName: string;
  /** Whether the topic got it and somebody was mailed. */
  readonly heard: boolean;
  readonly result: TrialResult;
  /** Confirmed addresses, to whom SNS sends it. */
  readonly mailed: readonly string[];
  /** Addresses that it did not go to: not subscribed, not confirmed, or their filter swallows it. */
  readonly deaf: readonly string[];
  /** Of these, the ones whose filter swallows it. */
  readonly filtered: readonly string[];
}

/** Puts the result beside who is subscribed. Pure. */
export function trialReport({ kind, testId, ruleName, evidence }: Trial, result: TrialResult): TrialReport {
  const subscriptions = evidence.topic.found?.subscriptions ?? [];
  const addresses = compareAddresses(evidence.emails, subscriptions);
  const arrived = 'text' in result;
  const getsIt = (address: string): boolean =>
    subscriptions
      .filter(
        ({ arn, protocol, endpoint }) =>
          arn && protocol.startsWith('email') && isSameAddress(endpoint, address),
      )
      .some((subscription) => !arrived || letsThrough(subscription, result.text));
  const confirmed = addresses.filter(({ state }) => state === 'confirmed').map(({ address }) => address);
  const mailed = confirmed.filter(getsIt);
  const deaf = addresses.map(({ address }) => address).filter((address) => !mailed.includes(address));
  return {
    environment: evidence.environment,
    event: kind,
    testId,
    ruleName,
    heard: arrived && mailed.length > 0,
    result,
    mailed: arrived ? mailed : [],
    deaf,
    filtered: confirmed.filter((address) => !mailed.includes(address)),
  };
}

/** The same in words. */
export function trialText(report: TrialReport): string {
  const { environment, event, ruleName, result, mailed, deaf, filtered } = report;
  if ('stopped' in result) {
    const { where, why, fix } = result.stopped;
    return [
      `The test event (${event}) did not arrive. It stopped at ${where}`,
      `  why: ${why}`,
      `  fix: ${fix}`,
    ].join('\n');
  }
  const unconfirmed = deaf.filter((address) => !filtered.includes(address));
  return [
    `The test event (${event}) went through the rule ${ruleName} to the topic in ${formatSeconds(result.seconds)}.`,
    mailed.length > 0 ? `E-mail goes to ${mailed.join(', ')}: look into the mailbox.` : 'It goes to nobody.',
    ...(unconfirmed.length > 0
      ? [
          `Not to ${unconfirmed.join(', ')}: not confirmed. See: ${withEnvironment('strata alerts list', environment)}`,
        ]
      : []),
    ...(filtered.length > 0
      ? [
          `Not to ${filtered.join(', ')}: a filter swallows it. See: ${withEnvironment('strata alerts check', environment)}`,
        ]
      : []),
    'The message:',
    ...result.text.split('\n').map((line) => `  ${line}`),
  ].join('\n');
}
