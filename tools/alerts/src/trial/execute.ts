import { compilePattern, type EventEnvelope } from '@strata/event-pattern';
import { resourceName, resourceTags, TEST_EVENT_SOURCE } from '@strata/naming';
import type { Check } from '../check/check';
import { namingOf, placeOf, readRule, readTopic, type Source } from '../check/inventory';
import { checklist } from '../check/plan';
import { NoSuchAlertError, NotListeningError, TopicGoneError } from '../errors';
import type { Evidence } from '../evidence';
import { watchedRules } from '../expected-alerts';
import { putEvent } from '../gateway/put-event';
import { receive } from '../gateway/probe-queue';
import { sumSince } from '../gateway/metrics';
import { sampleEvent } from '../samples';
import { removeLeftOvers, withProbe } from './probe';
import { TEST_EVENTS, type TestEvent, testEvent } from './test-event';
import { type Counts, type Stop, whereItStopped } from './where';

/** What is tested, with everything that is known of its way. */
export interface Trial {
  readonly kind: TestEvent;
  readonly testId: string;
  readonly event: EventEnvelope;
  readonly ruleName: string;
  readonly evidence: Evidence;
  /** Of this alert's rule, the topic, its key and its subscribers. */
  readonly checks: readonly Check[];
}

/** How a test ended: it arrived with this text after this time, or stopped there. */
export type TrialResult = { readonly text: string; readonly seconds: number } | { readonly stopped: Stop };

/**
 * Prepares a test: nothing is made or sent yet.
 *
 * @throws NoSuchAlertError, TopicGoneError; NotListeningError when the rule takes real events but no tests
 */
export async function prepareTrial(source: Source, kind: TestEvent, testId: string): Promise<Trial> {
  const { environment, outputs, connections } = source;
  const naming = namingOf(environment);
  const place = placeOf(environment, outputs);
  const sample = TEST_EVENTS[kind];
  const watched = watchedRules(outputs, naming).find(({ samples }) => samples.includes(sample));
  if (!watched) throw new NoSuchAlertError(kind);
  const [rule, topic] = await Promise.all([
    readRule(connections, watched, place),
    readTopic(connections, outputs.topicArn),
  ]);
  if (!topic.found) throw new TopicGoneError(outputs.topicArn);
  const event = testEvent(kind, place, testId);
  const pattern = rule.found?.pattern;
  if (pattern !== undefined) {
    const matches = compilePattern(pattern);
    if (matches(sampleEvent(sample, place)) && !matches(event)) {
      throw new NotListeningError(watched.name, TEST_EVENT_SOURCE);
    }
  }
  const { emails } = environment.backup.notifications;
  const evidence = {
    environment: environment.name,
    place,
    emails,
    hasVaults: false,
    topic,
    rules: [rule],
    alarms: [],
  };
  return { kind, testId, event, ruleName: watched.name, evidence, checks: checklist(evidence) };
}

/** How long to wait, and what to hear of it. */
export interface TrialOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly note: (line: string) => void;
}

/** Sends the event and waits until the topic has told it to a queue of the test's own. */
export async function runTrial(
  { connections, environment, outputs }: Source,
  trial: Trial,
  { timeoutMs, signal, note }: TrialOptions,
): Promise<TrialResult> {
  const { testId, event, ruleName } = trial;
  const { topicArn } = outputs;
  const naming = namingOf(environment);
  const probe = {
    topicArn,
    prefix: resourceName(naming, 'alert-test', 50),
    testId,
    tags: resourceTags(naming, 'backup', environment.tags),
  };
  for (const name of await removeLeftOvers(connections, probe, new Date())) {
    note(`Removed what an earlier test left: ${name}`);
  }
  return withProbe(connections, probe, async (queue) => {
    const sentAt = new Date();
    await putEvent(connections, event);
    const deadline = sentAt.getTime() + timeoutMs;
    while (Date.now() < deadline) {
      signal?.throwIfAborted();
      const texts = await receive(connections, queue.url, POLL_SECONDS, signal);
      const text = texts.find((body) => body.includes(testId));
      if (text !== undefined) return { text, seconds: (Date.now() - sentAt.getTime()) / 1000 };
    }
    const counts = await readCounts(connections, ruleName, topicArn, sentAt);
    return { stopped: whereItStopped(trial.checks, counts) };
  });
}

/** How long one look into the queue waits. */
const POLL_SECONDS = 1;

async function readCounts(
  connections: Source['connections'],
  rule: string,
  topicArn: string,
  since: Date,
): Promise<Counts> {
  const ofRule = (name: string) =>
    sumSince(
      connections,
      { namespace: 'AWS/Events', name, dimension: { name: 'RuleName', value: rule } },
      since,
    );
  const topic = { name: 'TopicName', value: topicArn.split(':').at(-1) ?? '' } as const;
  const [fired, failed, published] = await Promise.all([
    ofRule('TriggeredRules'),
    ofRule('FailedInvocations'),
    sumSince(
      connections,
      { namespace: 'AWS/SNS', name: 'NumberOfMessagesPublished', dimension: topic },
      since,
    ),
  ]);
  return { fired, failed, published };
}
