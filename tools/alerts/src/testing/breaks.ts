import type {
  Evidence,
  FunctionEvidence,
  RuleEvidence,
  SubscriptionEvidence,
  TargetEvidence,
  TopicEvidence,
} from '../evidence';
import { ROLE_POLICY, SOUND_FUNCTION, TOPIC, TRANSFER_PATTERN } from './sound-evidence';

type FoundRule = NonNullable<RuleEvidence['found']>;
type FoundTopic = NonNullable<TopicEvidence['found']>;
type FoundKey = NonNullable<FoundTopic['key']>;
/** What a test breaks in a sound layer. */
export type Break = (evidence: Evidence) => Evidence;

/** Changes a rule: that of the transfer, which goes to the function, or the fallback, which goes to the topic. */
export const rule =
  (change: (found: FoundRule) => Partial<FoundRule> | undefined, which = 0): Break =>
  (evidence) => ({
    ...evidence,
    rules: evidence.rules.map((it, at) => {
      if (at !== which) return it;
      const changed = change(it.found as FoundRule);
      return { ...it, found: changed && { ...(it.found as FoundRule), ...changed } };
    }),
  });
export const pattern = (more: object): Break =>
  rule(() => ({ pattern: JSON.stringify({ ...TRANSFER_PATTERN, ...more }) }));
export const target = (more: Partial<TargetEvidence>, which = 1): Break =>
  rule(({ targets }) => ({ targets: targets.map((it) => ({ ...it, ...more })) }), which);
/** Changes the function behind the rule of the transfer. */
export const behind = (more: Partial<FunctionEvidence>): Break =>
  target({ behind: { ...SOUND_FUNCTION, ...more } }, 0);
export const role = (...statements: object[]): Break =>
  behind({ role: { policies: [JSON.stringify({ Statement: statements })], boundary: undefined } });
export const [publishes, encrypts] = ROLE_POLICY.Statement as [object, object];
export const template = (InputTemplate: string, InputPathsMap = {}): Break =>
  target({ InputTransformer: { InputTemplate, InputPathsMap } });
export const topic =
  (more: Partial<FoundTopic>): Break =>
  (evidence) => ({
    ...evidence,
    topic: { arn: TOPIC, found: { ...(evidence.topic.found as FoundTopic), ...more } },
  });
export const key =
  (more: Partial<FoundKey>): Break =>
  (evidence) =>
    topic({ key: { ...(evidence.topic.found?.key as FoundKey), ...more } })(evidence);
export const subscription = (more: Partial<SubscriptionEvidence>): Break =>
  topic({ subscriptions: [{ arn: `${TOPIC}:1`, protocol: 'email', endpoint: 'ops@example.com', ...more }] });
export const without = (
  policy: { readonly Statement: readonly { readonly Sid: string }[] },
  sid: string,
): string => JSON.stringify({ Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) });
export const conditioned = (policy: { readonly Statement: readonly { readonly Sid: string }[] }): string =>
  JSON.stringify({
    Statement: policy.Statement.map((it) =>
      it.Sid === 'Rules' ? { ...it, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*' } } } : it,
    ),
  });
