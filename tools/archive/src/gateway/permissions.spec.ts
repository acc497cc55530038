import { join } from 'node:path';
import { calledApis, documentedActions } from '@strata/testing/permissions';
import { actionOf } from './actions';

const PAGE = join(__dirname, '../../../../docs/reference/archive-permissions.md');

/** IAM prefixes by the SDK's package; those of S3 are named as their denials name them. */
const PREFIXES: Readonly<Record<string, string>> = { 'client-cloudwatch': 'cloudwatch', 'client-kms': 'kms' };

/** What comes with calls of other names: of tags and encryption that are written, and of the role that a job gets. */
const ALONG = ['iam:PassRole', 'kms:Decrypt', 'kms:GenerateDataKey', 's3:PutObjectTagging'];
/** Versions are read, and of all that is deleted only markers are named by their versions. */
const OF_VERSIONS = ['GetObject', 'HeadObject', 'GetObjectTagging', 'DeleteObjects'];

/** The IAM actions of all calls that the gateway makes. */
function calledActions(): string[] {
  const actions = calledApis(__dirname).flatMap(([client, api]) => actionsOf(client, api));
  return [...new Set([...actions, ...ALONG])].sort();
}

function actionsOf(client: string, api: string): string[] {
  const prefix = PREFIXES[client];
  if (prefix !== undefined) return [`${prefix}:${api}`];
  const inputs = OF_VERSIONS.includes(api) ? [{}, { VersionId: 'v' }] : [{}];
  return inputs.map((input) => actionOf(api, input));
}

it('the page of permissions names every action that is called, once, and no other', () => {
  expect(documentedActions(PAGE).sort()).toEqual(calledActions());
});
