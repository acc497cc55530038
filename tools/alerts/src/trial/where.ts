import { type Check, STAGES } from '../check/check';

/** What the services counted since the test began; undefined where they say nothing (yet). */
export interface Counts {
  /** Times that the rule fired. */
  readonly fired: number | undefined;
  /** Deliveries that EventBridge gave up. */
  readonly failed: number | undefined;
  /** Messages that the topic took. */
  readonly published: number | undefined;
}

/** Where an alert stopped, and what to do. */
export interface Stop {
  readonly where: string;
  readonly why: string;
  readonly fix: string;
}

/**
 * Where a test event stopped that did not arrive: at the first step of the way whose check fails; when none does, by
 * what the services counted. Pure.
 *
 * @param checks those of the rule, and those of the topic
 */
export function whereItStopped(checks: readonly Check[], counts: Counts): Stop {
  const failed = checks
    .filter(({ verdict, stage }) => verdict === 'fail' && stage !== 'alarm')
    // Who reads it has no part in whether the topic gets it.
    .filter(({ stage }) => stage !== 'subscription')
    .sort((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage));
  const [first] = failed;
  if (first) {
    return {
      where: `${first.stage} ${first.subject}: ${first.name}`,
      why: [first.why, countsText(counts)].filter(Boolean).join('; '),
      fix: first.fix ?? '',
    };
  }
  return byCounts(counts);
}

function byCounts(counts: Counts): Stop {
  const why = countsText(counts);
  if (counts.published) {
    return {
      where: 'behind the topic',
      why: `${why}, but the test queue got nothing`,
      fix: 'Look for an SCP or a policy that keeps sns.amazonaws.com from sending to queues of this account.',
    };
  }
  if (counts.failed) {
    return {
      where: 'between rule and topic',
      why: `${why}; no policy that was read forbids it`,
      fix: 'Give the rule’s target a dead-letter queue: each event in it says why (ERROR_CODE, ERROR_MESSAGE).',
    };
  }
  if (counts.fired) {
    return {
      where: 'behind the rule',
      why,
      fix: 'When the target is a function, read its log; else wait and test again with a longer --timeout.',
    };
  }
  return {
    where: 'not known',
    why: why || 'all checks pass, and CloudWatch has no counts yet: they come some minutes late',
    fix: 'Test again with a longer --timeout; events are best effort.',
  };
}

function countsText({ fired, failed, published }: Counts): string {
  return [
    fired === undefined ? '' : `the rule fired ${fired} times`,
    failed === undefined ? '' : `${failed} deliveries failed`,
    published === undefined ? '' : `the topic took ${published} messages`,
  ]
    .filter(Boolean)
    .join(', ');
}
