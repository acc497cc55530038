import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ownPoliciesAllow, type Policy, roleFacts, type Statement, type Wish } from '@strata/event-pattern';
import fc from 'fast-check';
import { ACCOUNT, BUCKET, KEY, KEY_POLICY, policy, REGION, ROLE } from '../testing/sound-evidence';
import { delegates, denies, resourceAllows } from './permissions';

const bucket = `arn:aws:s3:::${BUCKET}`;
const objects = `${bucket}/efs/*`;
const statements = (Effect: 'Allow' | 'Deny'): Statement[] => [
  { Effect, Action: 's3:*', Resource: '*' },
  { Effect, Action: ['s3:Put*', 'S3:getobject'], Resource: objects },
  { Effect, Action: 's3:PutObject', Resource: [bucket, `${bucket}/other/*`] },
  { Effect, Action: 's3:?etObject', Resource: objects },
  { Effect, NotAction: 's3:GetObject', Resource: '*' },
  { Effect, Action: 's3:*', NotResource: objects },
  { Effect, Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  { Effect, Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } } },
  {
    Effect,
    Action: '*',
    Resource: '*',
    Condition: { ArnLike: { 'aws:PrincipalArn': `${ROLE.slice(0, -5)}*` } },
  },
];
const principals: Partial<Statement>[] = [
  { Principal: '*' },
  { Principal: { AWS: '*' } },
  { Principal: { AWS: ROLE } },
  { Principal: { AWS: [`${ROLE}-not`, `arn:aws:iam::${ACCOUNT}:root`] } },
  { Principal: { AWS: ACCOUNT } },
  { Principal: { Service: 'datasync.amazonaws.com' } },
];
const own = fc
  .array(fc.constantFrom(...statements('Allow'), ...statements('Deny')), { minLength: 1, maxLength: 3 })
  .map((all) => policy(all));
const resource = fc
  .array(
    fc
      .tuple(fc.constantFrom(...statements('Allow'), ...statements('Deny')), fc.constantFrom(...principals))
      .map(([statement, principal]) => ({ ...statement, ...principal })),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => policy(all));
const wishes = fc.constantFrom<Wish>(
  { action: 's3:PutObject', resource: `${bucket}/efs/file` },
  { action: 's3:GetObject', resource: `${bucket}/efs/file` },
  { action: 's3:ListBucket', resource: bucket },
);
const facts = roleFacts(ROLE, ACCOUNT, REGION);
const full = (document: Policy) => ({ Version: '2012-10-17', ...document });

/** What an evaluator of somebody else says of a request of the role. */
async function simulated(
  wish: Wish,
  own: readonly Policy[],
  resourcePolicy: Policy | undefined,
  boundary?: Policy,
): Promise<boolean> {
  const run = await runSimulation(
    {
      request: {
        principal: ROLE,
        action: wish.action,
        resource: { resource: wish.resource, accountId: ACCOUNT },
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:PrincipalAccount': ACCOUNT,
          'aws:PrincipalArn': ROLE,
        },
      },
      identityPolicies: own.map((document, nth) => ({ name: String(nth), policy: full(document) })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy ? { resourcePolicy: full(resourcePolicy) } : {}),
      ...(boundary ? { permissionBoundaryPolicies: [{ name: 'boundary', policy: full(boundary) }] } : {}),
    },
    { simulationMode: 'Strict' },
  );
  if (run.resultType === 'error') throw new Error(JSON.stringify(run.errors));
  return run.overallResult === 'Allowed';
}

it('judges roles, boundaries and bucket policies as an evaluator of somebody else does', async () => {
  await fc.assert(
    fc.asyncProperty(
      own,
      resource,
      fc.option(own, { nil: undefined }),
      wishes,
      async (mine, theirs, boundary, wish) => {
        const role = { arn: ROLE, trust: {}, policies: [mine], boundary };
        const byRole = ownPoliciesAllow(role, wish, facts).allowed;
        const byResource = resourceAllows(theirs, ROLE, wish, facts).allowed;
        const denied = denies(theirs, ROLE, wish, facts).allowed;
        expect([byRole, byResource, denied]).not.toContain('unclear');
        expect(byRole === 'yes').toBe(await simulated(wish, [mine], undefined, boundary));
        if (boundary === undefined) {
          const deniedByOwn = denies({ Statement: together(mine) }, ROLE, wish, facts).allowed === 'yes';
          const allowed = denied === 'no' && !deniedByOwn && (byRole === 'yes' || byResource === 'yes');
          expect(allowed).toBe(await simulated(wish, [mine], theirs));
        }
      },
    ),
    { numRuns: 200 },
  );
});

function together({ Statement }: Policy): Statement[] {
  return ([Statement].flat() as Statement[]).map((one) => ({ ...one, Principal: '*' }));
}

it('leaves the use of a key to the role where its policy leaves it to the account', () => {
  const wish = { action: 'kms:Decrypt', resource: KEY };
  expect(delegates(KEY_POLICY, ROLE, wish, facts).allowed).toBe('yes');
  expect(resourceAllows(KEY_POLICY, ROLE, wish, facts).allowed).toBe('no');
});
