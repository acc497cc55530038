import { join } from 'node:path';
import { calledApis, documentedActions } from '@strata/testing/permissions';

const PAGE = join(__dirname, '../../../../docs/reference/snapshot-permissions.md');

/** IAM prefixes by the SDK's package. */
const PREFIXES: Readonly<Record<string, string>> = {
  'client-auto-scaling': 'autoscaling',
  'client-cloudwatch': 'cloudwatch',
  'client-ebs': 'ebs',
  'client-ec2': 'ec2',
  'client-kms': 'kms',
  'client-ssm': 'ssm',
};

/** The IAM actions of all calls that the gateway makes. */
function calledActions(): string[] {
  return [...new Set(calledApis(__dirname).map(([client, api]) => `${PREFIXES[client] ?? client}:${api}`))];
}

describe('the page of permissions', () => {
  it('names every action that is called', () => {
    const documented = documentedActions(PAGE);
    expect(calledActions().filter((action) => !documented.includes(action))).toEqual([]);
  });

  it('names none that is not called; most of KMS is called by EC2 on our behalf', () => {
    const called = calledActions();
    const surplus = documentedActions(PAGE).filter((action) => !called.includes(action));
    expect(surplus.filter((action) => !action.startsWith('kms:') && action !== 'ec2:CreateTags')).toEqual([]);
    expect(called).toContain('ec2:CreateTags');
  });
});
