import { parseState, planBucket } from './index';

const STATE = {
  version: 4,
  serial: 7,
  terraform_version: '1.11.4',
  outputs: {
    archive_bucket_name: { value: 'archive', type: 'string' },
    archive_bucket_arn: { value: 'arn:aws:s3:::archive', type: 'string' },
    access_log_bucket_name: { value: 'logs', type: 'string' },
  },
  resources: [
    { mode: 'managed', type: 'aws_vpc', name: 'vpc', instances: [{}] },
    {
      mode: 'managed',
      module: 'module.m',
      type: 'aws_subnet',
      name: 's',
      instances: [{ index_key: 0 }, { index_key: 'b' }],
    },
    { mode: 'data', type: 'aws_caller_identity', name: 'me', instances: [{}] },
  ],
};

describe('reading a state', () => {
  it('lists managed resource instances by address, and leaves data sources out', () => {
    expect(parseState('storage', JSON.stringify(STATE), 's3://b/k')).toMatchObject({
      serial: 7,
      deployed: true,
      resources: ['aws_vpc.vpc', 'module.m.aws_subnet.s["b"]', 'module.m.aws_subnet.s[0]'],
    });
  });

  it.each([
    ['destroyed', { ...STATE, outputs: {}, resources: [] }],
    ['half-way deployed, without outputs', { ...STATE, outputs: {} }],
    [
      'interrupted, with some of its outputs',
      { ...STATE, outputs: { archive_bucket_name: STATE.outputs.archive_bucket_name } },
    ],
  ])('finds a layer that is %s not deployed', (_how, state) => {
    expect(parseState('storage', JSON.stringify(state), 's3://b/k').deployed).toBe(false);
  });

  it.each([
    ['another format version', '{"version": 3}', 'version 3'],
    ['no JSON', 'oops', 'no JSON object'],
    ['nothing', '', 'no JSON object'],
  ])('refuses %s, naming the object', (_what, text, got) => {
    expect(() => parseState('storage', text, 's3://b/k')).toThrow(
      `s3://b/k is no Terraform state of format version 4; got ${got}`,
    );
  });
});

describe('the plan for a state bucket', () => {
  const fit = { exists: true, versioned: true, encrypted: true, publicAccessBlocked: true };

  it('is empty for a bucket that is fit', () => {
    expect(planBucket(fit)).toEqual([]);
  });

  it('creates a missing bucket and then makes it fit', () => {
    const none = { exists: false, versioned: false, encrypted: false, publicAccessBlocked: false };
    expect(planBucket(none).map(({ action }) => action)).toEqual([
      'create',
      'version',
      'encrypt',
      'block-public-access',
    ]);
  });

  it.each([
    ['versioned', 'version'],
    ['encrypted', 'encrypt'],
    ['publicAccessBlocked', 'block-public-access'],
  ])('mends a bucket that is not %s, and only that', (fact, action) => {
    expect(planBucket({ ...fit, [fact]: false })).toEqual([{ action, reason: expect.stringMatching(/\w/) }]);
  });
});
