import { compareAddresses } from '../addresses/compare';
import type { Evidence, SubscriptionEvidence } from '../evidence';
import { sampleEvent } from '../samples';
import { type Check, checker } from './check';
import { isFiltered, letsThrough } from './filter';
import { renderedText } from './rendering-check';

/** Who reads it: every address of the environment is subscribed, confirmed, and no filter swallows the alerts. */
export function subscriptionChecks(evidence: Evidence): Check[] {
  const { found } = evidence.topic;
  if (!found) return [];
  const addresses = compareAddresses(evidence.emails, found.subscriptions).map(
    ({ address, isInFile, state }): Check => {
      const { pass, warn, fail } = checker('subscription', address);
      const name = 'is subscribed and confirmed';
      const again = `strata alerts subscribe ${address}`;
      if (state === 'none')
        return fail(name, 'the environment file has it, the topic does not', `Run: ${again}`);
      if (state === 'pending') {
        const fix = `Click the link in the e-mail "AWS Notification - Subscription Confirmation"; AWS sends it again by: ${again}`;
        return fail(name, 'it is not confirmed: AWS sends it nothing', fix);
      }
      if (isInFile) return pass(name, 'confirmed');
      const fix = `Add it to backup.notifications.emails, or run: strata alerts unsubscribe ${address}`;
      return warn(name, 'confirmed, but the environment file does not have it', fix);
    },
  );
  const nobody = checker('subscription', 'anyone');
  const isHeard = found.subscriptions.some(({ arn }) => arn !== undefined);
  if (!isHeard && addresses.length === 0) {
    const fix = 'Add an address to backup.notifications.emails and deploy the backup layer.';
    addresses.push(nobody.fail('is subscribed', 'the topic has no subscription: nobody is told', fix));
  }
  return [...addresses, ...filterChecks(evidence, found.subscriptions)];
}

function filterChecks(evidence: Evidence, subscriptions: readonly SubscriptionEvidence[]): Check[] {
  const messages = messagesOf(evidence);
  return subscriptions.flatMap((subscription) => {
    const { filterPolicy, endpoint, arn } = subscription;
    if (!isFiltered(subscription)) return [];
    const { pass, fail } = checker('subscription', endpoint);
    const swallowed = messages.filter(({ text }) => !letsThrough(subscription, text));
    const name = 'filters nothing away';
    if (swallowed.length === 0) return [pass(name, `its filter lets all alerts through: ${filterPolicy}`)];
    const which = swallowed.map(({ sample }) => sample).join(', ');
    const fix = `Take the filter away: aws sns set-subscription-attributes --subscription-arn ${arn} --attribute-name FilterPolicy --attribute-value '{}'`;
    return [fail(name, `its filter ${filterPolicy} swallows ${which}`, fix)];
  });
}

function messagesOf({ rules, topic, place, alarms }: Evidence): { sample: string; text: string }[] {
  const told = rules.flatMap((rule) => {
    const arn = rule.found?.arn ?? '';
    const target = rule.found?.targets.find((it) => it.arn === topic.arn);
    const through = rule.found?.targets.some((it) => it.arn === place.functionArn);
    if (!target && !through) return [];
    return rule.samples.map((sample) => ({
      sample,
      // The function writes its e-mails in words.
      text: (target && renderedText(rule, arn, target, sampleEvent(sample, place))) ?? '',
    }));
  });
  return [...told, ...alarms.slice(0, 1).map(() => ({ sample: 'alarms', text: ALARM_TEXT }))];
}

/**
 * What CloudWatch publishes of an alarm, as far as a filter may look at it.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
const ALARM_TEXT = JSON.stringify({ AlarmName: 'any', NewStateValue: 'ALARM', OldStateValue: 'OK' });
