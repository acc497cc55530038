export type { EventEnvelope } from './event';
export { evaluatePath } from './input/json-path';
export { type InputSettings, renderTemplate, type RuleFacts, targetInput } from './input/transform';
export { compilePattern, type EventMatcher } from './pattern/compile';
export { InvalidEventPattern } from './pattern/invalid-pattern';
export { type Facts, meets, type Truth } from './permission/condition';
export { type Judgement, judge } from './permission/judge';
export { listOf, matches, type Policy, type Question, type Statement } from './permission/policy';
export { EVENTBRIDGE, KEY_ACTIONS, keyFacts, type Publisher, publishingFacts } from './permission/publisher';
