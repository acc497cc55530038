import fc from 'fast-check';
import { judge } from './judge';
import type { Condition, Statement } from './policy';

const topic = 'arn:aws:sns:us-east-1:123456789012:alerts';
const question = { action: 'sns:Publish', principal: 'events.amazonaws.com', resource: topic };
const facts = {
  'aws:sourcearn': null,
  'aws:sourceaccount': '123456789012',
  'aws:securetransport': 'true',
};
const allow: Statement = {
  Sid: 'Rules',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topic,
};
const given = (Condition: Condition): Statement => ({ ...allow, Condition });
const deny = (more: Statement = {}): Statement => ({ ...allow, Sid: 'Never', Effect: 'Deny', ...more });

describe('a policy', () => {
  it.each<[string, Statement[], string, RegExp]>([
    ['that says nothing', [], 'no', /^no statement allows events.amazonaws.com sns:Publish$/],
    ['that names service, action and topic', [allow], 'yes', /^statement Rules allows it$/],
    ['with wildcards', [{ ...allow, Action: 'SNS:P*', Resource: '*' }], 'yes', /Rules/],
    ['for everyone', [{ ...allow, Principal: '*' }], 'yes', /Rules/],
    ['for all of AWS', [{ ...allow, Principal: { AWS: '*' } }], 'yes', /Rules/],
    [
      'with one of several services',
      [{ ...allow, Principal: { Service: ['a', 'events.amazonaws.com'] } }],
      'yes',
      /Rules/,
    ],
    [
      'for an account only',
      [{ ...allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
      'no',
      /no statement/,
    ],
    ['for another service', [{ ...allow, Principal: { Service: 's3.amazonaws.com' } }], 'no', /no statement/],
    ['for another topic', [{ ...allow, Resource: `${topic}-not` }], 'no', /no statement/],
    ['for all but this action', [{ ...allow, Action: [], NotAction: 'sns:Publish' }], 'no', /no statement/],
    ['for all but another action', [{ ...allow, NotAction: 'sns:Subscribe' }], 'yes', /Rules/],
    ['that denies as well', [allow, deny()], 'no', /^statement Never denies it$/],
    [
      'that denies all but this service',
      [allow, deny({ NotPrincipal: { Service: 'events.amazonaws.com' } })],
      'yes',
      /Rules/,
    ],
    [
      'that denies what is not TLS',
      [allow, deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      'yes',
      /Rules/,
    ],
    [
      'that denies by what is not known',
      [allow, deny({ Condition: { Bool: { 'aws:Moon': 'true' } } })],
      'unclear',
      /Never denies it when aws:Moon Bool true/,
    ],
    [
      'that allows by what is not known',
      [given({ StringEquals: { 'aws:Moon': 'full' } })],
      'unclear',
      /Rules allows it when/,
    ],
    [
      'that also allows by what is not known',
      [given({ StringEquals: { 'aws:Moon': 'full' } }), allow],
      'yes',
      /Rules/,
    ],
  ])('%s', (_name, Statement, allowed, reason) => {
    const judgement = judge({ Statement }, question, facts);
    expect(judgement.allowed).toBe(allowed);
    expect(judgement.reason).toMatch(reason);
  });

  it.each<[Condition, string]>([
    [{ StringEquals: { 'AWS:SourceAccount': '123456789012' } }, 'yes'],
    [{ StringEquals: { 'aws:SourceAccount': ['1', '123456789012'] } }, 'yes'],
    [{ StringNotEquals: { 'aws:SourceAccount': ['1', '123456789012'] } }, 'no'],
    [{ StringLike: { 'aws:SourceAccount': '1234*' } }, 'yes'],
    [{ ArnEquals: { 'aws:SourceArn': '*' } }, 'no'],
    [{ ArnEqualsIfExists: { 'aws:SourceArn': 'arn:x' } }, 'yes'],
    [{ ArnNotLike: { 'aws:SourceArn': '*' } }, 'yes'],
    [{ Null: { 'aws:SourceArn': 'true' } }, 'yes'],
    [{ Null: { 'aws:SourceArn': 'false' } }, 'no'],
    [{ NumericLessThan: { 'aws:SourceAccount': '5' } }, 'unclear'],
    [{ NumericLessThan: { 'aws:Moon': '5' }, Bool: { 'aws:SecureTransport': 'false' } }, 'no'],
    [{ StringEquals: { 'aws:SourceAccount': '123456789012', 'aws:SourceArn': 'arn:x' } }, 'no'],
  ])('with the condition %j: %s', (condition, allowed) => {
    expect(judge({ Statement: given(condition) }, question, facts).allowed).toBe(allowed);
  });

  it('never allows what a statement denies without a condition, whatever else it says', () => {
    const effects = fc.array(fc.constantFrom(allow, { ...allow, Principal: '*' }, deny()), { minLength: 1 });
    fc.assert(
      fc.property(effects, (Statement) => {
        const denied = Statement.some(({ Effect }) => Effect === 'Deny');
        expect(judge({ Statement }, question, facts).allowed).toBe(denied ? 'no' : 'yes');
      }),
    );
  });
});
