import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { request, restore, undo } from '../testing/live-restore';
import { readRestorePlan } from './read-plan';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

it('keeps metadata, tags and storage class, copies large objects in parts, leaves what was made since', async () => {
  const bucket = await aws.bucket();
  const large = Buffer.alloc(11 * 1024 ** 2, 'large ');
  const more = {
    Metadata: { owner: 'ops' },
    ContentType: 'text/csv',
    Tagging: 'team=web',
    StorageClass: 'STANDARD_IA',
  } as const;
  await bucket.put('large', large, more);
  await bucket.put('small', 'one', more);
  await bucket.put('same', 'same');
  const at = await aws.secondIsOver();
  await bucket.put('large', 'torn');
  await bucket.put('small', 'two');
  await bucket.delete('same');
  await bucket.put('new', 'new');
  const report = await restore(aws, request(bucket.name, at), {
    sizes: { multipartAbove: 6e6, partBytes: 5 * 1024 ** 2 },
  });
  expect(report).toMatchObject({ done: 3, left: 1, failed: [] });
  expect(await bucket.tree()).toEqual({ large: large.toString(), small: 'one', same: 'same', new: 'new' });
  for (const Key of ['large', 'small']) {
    const target = { Bucket: bucket.name, Key };
    const head = await aws.connections.s3.send(new HeadObjectCommand(target));
    expect(head).toMatchObject({
      Metadata: { owner: 'ops' },
      ContentType: 'text/csv',
      StorageClass: 'STANDARD_IA',
    });
    const { TagSet } = await aws.connections.s3.send(new GetObjectTaggingCommand(target));
    expect(TagSet).toEqual([{ Key: 'team', Value: 'web' }]);
  }
});

it('does not undo what somebody has changed since', async () => {
  const bucket = await aws.bucket();
  await bucket.put('a', '1');
  await bucket.put('b', '1');
  const at = await aws.secondIsOver();
  await bucket.put('a', '2');
  await bucket.put('b', '2');
  const { run } = await restore(aws, request(bucket.name, at));
  await bucket.put('b', 'theirs');
  expect(await undo(aws, bucket, run.runId)).toMatchObject({ done: 1, left: 1 });
  expect(await bucket.tree()).toEqual({ a: '2', b: 'theirs' });
});

it('goes back to before versioning was on, and says that it is not certain', async () => {
  const bucket = await aws.bucket({ versioned: false });
  await bucket.put('old', 'null version');
  const at = await aws.secondIsOver();
  await expect(readRestorePlan(aws.connections, request(bucket.name, at))).rejects.toThrow(
    /never had versioning/,
  );
  await bucket.put('late', 'null version, too');
  await bucket.versioning('Enabled');
  await bucket.put('old', 'new');
  const plan = await readRestorePlan(aws.connections, request(bucket.name, at, { mirror: true }));
  expect(plan.items).toMatchObject([{ key: 'old', action: 'copy', source: { versionId: 'null' } }]);
  expect(plan.uncertain.first).toMatchObject([{ key: 'late' }]);
  await restore(aws, request(bucket.name, at));
  expect(await bucket.tree()).toMatchObject({ old: 'null version' });
});

it('refuses to restore in place where versioning is suspended', async () => {
  const bucket = await aws.bucket();
  await bucket.put('a', '1');
  const at = await aws.secondIsOver();
  await bucket.delete('a');
  await bucket.versioning('Suspended');
  const before = await bucket.tree();
  await expect(restore(aws, request(bucket.name, at))).rejects.toMatchObject({ exitCode: 3 });
  expect(await bucket.tree()).toEqual(before);
});

it('refuses to mirror away more than is allowed, and then does nothing', async () => {
  const bucket = await aws.bucket();
  await bucket.put('a', '1');
  const at = await aws.secondIsOver();
  for (const key of ['b', 'c']) await bucket.put(key, '1');
  const asked = request(bucket.name, at, { mirror: true, maxDelete: { count: 1, percent: 100 } });
  await expect(restore(aws, asked)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('"b", "c"'),
  });
  expect(Object.keys(await bucket.tree())).toEqual(['a', 'b', 'c']);
});

it('warns where a lifecycle rule may have deleted what was there', async () => {
  const bucket = await aws.bucket();
  await aws.connections.s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket.name,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'thirty',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          },
        ],
      },
    }),
  );
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const young = await readRestorePlan(aws.connections, request(bucket.name, daysAgo(29)));
  const old = await readRestorePlan(aws.connections, request(bucket.name, daysAgo(31)));
  expect(young.warnings).toEqual([]);
  expect(old.warnings).toEqual([expect.stringMatching(/"thirty".*deletes versions 30 days after/)]);
});
