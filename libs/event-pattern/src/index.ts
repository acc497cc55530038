export type { EventEnvelope } from './event';
export { evaluatePath } from './input/json-path';
export { type InputSettings, renderTemplate, type RuleFacts, targetInput } from './input/transform';
export { compilePattern, type EventMatcher } from './pattern/compile';
export { InvalidEventPattern } from './pattern/invalid-pattern';
export { type Facts, meets, type Truth } from './permission/condition';
export { type Judgement, judge } from './permission/judge';
export { listOf, matches, type Policy, type Question, type Statement } from './permission/policy';
export {
  ownPoliciesAllow,
  readable,
  roleFacts,
  type RolePolicies,
  together,
  type Wish,
} from './permission/role';
export { EVENTBRIDGE, KEY_ACTIONS, keyFacts, type Publisher, publishingFacts } from './permission/publisher';
