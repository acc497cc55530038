import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionOf } from './actions';

const PAGE = join(__dirname, '../../../../docs/reference/archive-permissions.md');

/** IAM prefixes by the SDK's package; those of S3 are named as their denials name them. */
const PREFIXES: Readonly<Record<string, string>> = { 'client-cloudwatch': 'cloudwatch', 'client-kms': 'kms' };

/** What comes with calls of other names: of tags and encryption that are written, and of the role that a job gets. */
const ALONG = ['iam:PassRole', 'kms:Decrypt', 'kms:GenerateDataKey', 's3:PutObjectTagging'];
/** Versions are read, and of all that is deleted only markers are named by their versions. */
const OF_VERSIONS = ['GetObject', 'HeadObject', 'GetObjectTagging', 'DeleteObjects'];

/** The IAM actions of all calls that the gateway makes, read from its imports. */
function calledActions(): string[] {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const actions = files.flatMap((file) => {
    const code = readFileSync(join(__dirname, file), 'utf8');
    return [...code.matchAll(/import \{([^}]*)\} from '@aws-sdk\/([\w-]+)'/g)].flatMap(
      ([, names = '', client = '']) =>
        [...names.matchAll(/\b(?:paginate)?([A-Z]\w+?)(?:Command)?\b/g)]
          .filter(([name]) => /^paginate|Command$/.test(name))
          .flatMap(([, api = '']) => actionsOf(client, api)),
    );
  });
  return [...new Set([...actions, ...ALONG])].sort();
}

function actionsOf(client: string, api: string): string[] {
  const prefix = PREFIXES[client];
  if (prefix !== undefined) return [`${prefix}:${api}`];
  const inputs = OF_VERSIONS.includes(api) ? [{}, { VersionId: 'v' }] : [{}];
  return inputs.map((input) => actionOf(api, input));
}

/** The actions in the table of the page. */
function documentedActions(): string[] {
  const cells = readFileSync(PAGE, 'utf8')
    .split('\n')
    .flatMap((line) => /^\| (`[^|]*)\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([a-z0-9]+:\w+)`/g)].map(([, action = '']) => action));
}

it('the page of permissions names every action that is called, once, and no other', () => {
  expect(documentedActions().sort()).toEqual(calledActions());
});
