import { permits } from './function-permission';

const rule = 'arn:aws:events:us-east-1:123456789012:rule/ended';
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:enrich';
const caller = { principal: 'events.amazonaws.com', sourceArn: rule, sourceAccount: '123456789012' };
const allow = {
  Effect: 'Allow',
  Action: 'lambda:InvokeFunction',
  Principal: { Service: 'events.amazonaws.com' },
  Resource: functionArn,
};
const from = (arn: string) => ({ ...allow, Condition: { ArnLike: { 'AWS:SourceArn': arn } } });

describe('the policy of a function', () => {
  it.each<[string, object[], boolean]>([
    ['that names the rule lets it in', [from(rule)], true],
    [
      'that names rules by a wildcard lets it in',
      [from('arn:aws:events:us-east-1:123456789012:rule/*')],
      true,
    ],
    ['with one that fits among others lets it in', [from(`${rule}-not`), from(rule)], true],
    ['for the whole service lets it in', [allow], true],
    [
      'for the account lets it in',
      [{ ...allow, Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' } } }],
      true,
    ],
    ['that is empty refuses', [], false],
    ['for another rule refuses', [from(`${rule}-not`)], false],
    ['for another function refuses', [{ ...allow, Resource: `${functionArn}-not` }], false],
    ['for another service refuses', [{ ...allow, Principal: { Service: 'sns.amazonaws.com' } }], false],
    ['for another action refuses', [{ ...allow, Action: 'lambda:GetFunction' }], false],
    [
      'for another account refuses',
      [{ ...allow, Condition: { StringEquals: { 'AWS:SourceAccount': '210987654321' } } }],
      false,
    ],
    [
      'with a condition that nobody here can judge refuses',
      [{ ...allow, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
      false,
    ],
    ['that denies as well refuses', [allow, { ...from(rule), Effect: 'Deny' }], false],
  ])('%s', (_name, Statement, expected) => {
    expect(permits({ Statement }, functionArn, caller)).toBe(expected);
  });
});
