import type { Connections } from '../gateway/connections';
import {
  createProbeQueue,
  deleteQueue,
  type FoundQueue,
  type ProbeQueue,
  queuesNamed,
} from '../gateway/probe-queue';
import { subscribeQueue, subscriptionsOf, unsubscribe } from '../gateway/topic';

/** A test takes minutes; what is older was left over by one that crashed. */
const LEFT_OVER_AFTER_MS = 3_600_000;

/** What a probe is made of. */
export interface ProbeSettings {
  readonly topicArn: string;
  /** First part of the names of all probes of the environment. */
  readonly prefix: string;
  readonly testId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Listens to the topic with a queue of its own while `use` runs, and takes queue and subscription away again whatever
 * happens.
 */
export async function withProbe<T>(
  connections: Connections,
  settings: ProbeSettings,
  use: (queue: ProbeQueue) => Promise<T>,
): Promise<T> {
  const { topicArn, prefix, testId, tags } = settings;
  const queue = await createProbeQueue(connections, `${prefix}-${testId}`, topicArn, tags);
  try {
    const subscription = await subscribeQueue(connections, topicArn, queue.arn);
    try {
      return await use(queue);
    } finally {
      await unsubscribe(connections, subscription);
    }
  } finally {
    await deleteQueue(connections, queue.url);
  }
}

/** What tests that crashed left: queues, and subscriptions of queues that are no longer there. Answers their names. */
export async function removeLeftOvers(
  connections: Connections,
  { topicArn, prefix }: Pick<ProbeSettings, 'topicArn' | 'prefix'>,
  now: Date,
): Promise<string[]> {
  const queues = await queuesNamed(connections, `${prefix}-`);
  const isOld = ({ createdAt }: FoundQueue): boolean =>
    now.getTime() - createdAt.getTime() > LEFT_OVER_AFTER_MS;
  const inUse = new Set(queues.filter((queue) => !isOld(queue)).map(({ name }) => name));
  const removed = new Set<string>();
  for (const { arn, protocol, endpoint } of await subscriptionsOf(connections, topicArn)) {
    const name = endpoint.split(':').at(-1) ?? '';
    if (protocol !== 'sqs' || arn === undefined || !name.startsWith(`${prefix}-`) || inUse.has(name))
      continue;
    await unsubscribe(connections, arn);
    removed.add(name);
  }
  for (const { url, name } of queues.filter(isOld)) {
    await deleteQueue(connections, url);
    removed.add(name);
  }
  return [...removed];
}
