import { formatSeconds } from '@strata/cli-kit';
import { compareAddresses } from '../addresses/compare';
import type { Trial, TrialResult } from './execute';

/** What a test says: who was mailed, or where it stopped. */
export interface TrialReport {
  readonly event: string;
  readonly testId: string;
  readonly ruleName: string;
  /** Whether the topic got it and somebody was mailed. */
  readonly heard: boolean;
  readonly result: TrialResult;
  /** Confirmed addresses, to whom SNS sends it. */
  readonly mailed: readonly string[];
  /** Addresses that it did not go to: not confirmed, or not subscribed. */
  readonly deaf: readonly string[];
}

/** Puts the result beside who is subscribed. Pure. */
export function trialReport({ kind, testId, ruleName, evidence }: Trial, result: TrialResult): TrialReport {
  const subscriptions = evidence.topic.found?.subscriptions ?? [];
  const addresses = compareAddresses(evidence.emails, subscriptions);
  const mailed = addresses.filter(({ state }) => state === 'confirmed').map(({ address }) => address);
  const deaf = addresses.filter(({ state }) => state !== 'confirmed').map(({ address }) => address);
  const arrived = 'text' in result;
  return {
    event: kind,
    testId,
    ruleName,
    heard: arrived && mailed.length > 0,
    result,
    mailed: arrived ? mailed : [],
    deaf,
  };
}

/** The same in words. */
export function trialText({ event, ruleName, result, mailed, deaf }: TrialReport): string {
  if ('stopped' in result) {
    const { where, why, fix } = result.stopped;
    return [
      `The test event (${event}) did not arrive. It stopped at ${where}`,
      `  why: ${why}`,
      `  fix: ${fix}`,
    ].join('\n');
  }
  return [
    `The test event (${event}) went through the rule ${ruleName} to the topic in ${formatSeconds(result.seconds)}.`,
    mailed.length > 0
      ? `E-mail goes to ${mailed.join(', ')}: look into the mailbox.`
      : 'Nobody is subscribed and confirmed: it goes to nobody.',
    ...(deaf.length > 0 ? [`Not to ${deaf.join(', ')}: not confirmed. See: strata alerts list`] : []),
    'The message:',
    ...result.text.split('\n').map((line) => `  ${line}`),
  ].join('\n');
}
