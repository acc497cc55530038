import { loadEnvironment, rotationRequest } from '@strata/config';
import { aPolicy } from '../testing/policies';
import { InvalidRequestError, parseRequest } from './request-schema';

const REQUEST = {
  environment: 'test',
  region: 'eu-central-1',
  account: '123456789012',
  policy: aPolicy().config,
  rpoMinutes: 1440,
  metricNamespace: 'Strata/test',
  limits: 'published',
};

function faultsOf(event: unknown): readonly string[] {
  try {
    parseRequest(event);
    return [];
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.faults;
    throw error;
  }
}

it.each<[string, object]>([
  ['as the schedule sends it', {}],
  ['with the time that it was scheduled for', { scheduledTime: '2026-03-10T12:00:00Z' }],
  ['with limits of its own', { limits: { CreateSnapshots: { capacity: 10, refillPerSecond: 0.5 } } }],
  [
    'of a policy that uses everything',
    {
      policy: aPolicy({
        standby: true,
        loseInstanceStore: true,
        consistency: 'quiesced',
        quiesceDocument: 'freeze',
        keep: { last: -1, within: '1y2m', tags: ['hold'] },
        copies: [{ region: 'eu-west-1', kmsKeyId: 'mrk-1', keep: { daily: 7, tags: [] } }],
      }).config,
    },
  ],
])('takes a request %s', (_what, changes) => {
  expect(parseRequest({ ...REQUEST, ...changes })).toEqual({ ...REQUEST, ...changes });
});

it('takes every request that the configuration makes', () => {
  const environment = loadEnvironment({ name: 'local' });
  const requests = environment.backup.snapshots.policies.map((policy) =>
    rotationRequest(environment, policy),
  );
  expect(requests.flatMap((request) => faultsOf(JSON.parse(JSON.stringify(request))))).toEqual([]);
  expect(requests).not.toEqual([]);
});

it('refuses a request with all its faults, and says how to put it right', () => {
  const event = {
    ...REQUEST,
    account: undefined,
    region: 'Frankfurt',
    rpoMinutes: 0,
    scheduledTime: '<aws.scheduler.scheduled-time>',
    policy: { ...REQUEST.policy, consistency: 'cold', keep: { last: -2, tags: [], lasst: 3 } },
    retries: 2,
  };
  const faults = faultsOf(event);
  const paths = faults.map((fault) => fault.split(':')[0]);
  expect(paths.sort()).toEqual([
    'account',
    'policy.consistency',
    'policy.keep',
    'policy.keep.last',
    'region',
    'request',
    'rpoMinutes',
    'scheduledTime',
  ]);
  expect(faults.join('\n')).toMatch(/lasst[^]*retries|retries[^]*lasst/);
  expect(() => parseRequest(event)).toThrow(/nothing was done:[^]*Deploy the backup layer again/);
});

it.each([undefined, null, 'rotate', [], 7])('refuses %j', (event) => {
  expect(faultsOf(event)).toHaveLength(1);
});
