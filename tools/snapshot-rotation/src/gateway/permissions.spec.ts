import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** The IAM actions of all calls that the gateway makes, read from its imports. */
function calledActions(): string[] {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const actions = files.flatMap((file) => {
    const code = readFileSync(join(__dirname, file), 'utf8');
    return [...code.matchAll(/import \{([^}]*)\} from '@aws-sdk\/([\w-]+)'/g)].flatMap(
      ([, names = '', client = '']) =>
        [...names.matchAll(/\b(?:paginate)?([A-Z]\w+?)(?:Command)?\b/g)]
          .filter(([name]) => /^paginate|Command$/.test(name))
          .map(([, api]) => `${PREFIXES[client] ?? client}:${api}`),
    );
  });
  return [...new Set(actions)].sort();
}

/** The actions in the table of the page. */
function documentedActions(): string[] {
  const page = readFileSync(PAGE, 'utf8');
  const cells = page.split('\n').flatMap((line) => /^\| (`[^|]*)\|/.exec(line)?.[1] ?? []);
  const actions = cells.flatMap((cell) =>
    [...cell.matchAll(/`([a-z0-9]+:\w+)[*]?`/g)].map(([, action = '']) => action),
  );
  return [...new Set(actions)].sort();
}

describe('the page of permissions', () => {
  it('names every action that is called', () => {
    const documented = documentedActions();
    expect(calledActions().filter((action) => !documented.includes(action))).toEqual([]);
  });

  it('names none that is not called; most of KMS is called by EC2 on our behalf', () => {
    const called = calledActions();
    const surplus = documentedActions().filter((action) => !called.includes(action));
    expect(surplus.filter((action) => !action.startsWith('kms:') && action !== 'ec2:CreateTags')).toEqual([]);
    expect(called).toContain('ec2:CreateTags');
  });
});
