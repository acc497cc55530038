import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
  type LifecycleRule,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startTestAws, type TestAws } from '../int-spec-aws';

let aws: TestAws;
let s3: S3Client;
const Bucket = 'archive';
beforeAll(async () => {
  aws = await startTestAws();
  s3 = new S3Client({ ...aws.client, forcePathStyle: true });
});
beforeEach(() => s3.send(new CreateBucketCommand({ Bucket })));
afterEach(() => s3.send(new DeleteBucketCommand({ Bucket })));
afterAll(async () => {
  s3.destroy();
  await aws.stop();
});

describe('bucket notifications', () => {
  const put = (configuration: NotificationConfiguration) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: configuration }),
    );
  const get = () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));

  it('keep the EventBridge flag until it is taken away', async () => {
    await put({ EventBridgeConfiguration: {} });
    expect((await get()).EventBridgeConfiguration).toEqual({});
    await put({});
    expect((await get()).EventBridgeConfiguration).toBeUndefined();
  });

  it('keep it beside others', async () => {
    const sqs = new SQSClient(aws.client);
    await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    sqs.destroy();
    const QueueArn = `arn:aws:sqs:eu-central-1:${aws.account}:q`;
    await put({
      EventBridgeConfiguration: {},
      QueueConfigurations: [{ Id: 'x', QueueArn, Events: ['s3:ObjectCreated:*'] }],
    });
    const configuration = await get();
    expect(configuration.EventBridgeConfiguration).toEqual({});
    expect(configuration.QueueConfigurations).toMatchObject([{ Id: 'x', QueueArn }]);
  });

  it('do not pass to a later bucket of the same name', async () => {
    await put({ EventBridgeConfiguration: {} });
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await s3.send(new CreateBucketCommand({ Bucket }));
    expect((await get()).EventBridgeConfiguration).toBeUndefined();
  });
});

describe('lifecycle configurations', () => {
  const rule: LifecycleRule = {
    ID: 'archive',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    Transitions: [{ Days: 30, StorageClass: 'DEEP_ARCHIVE' }],
    NoncurrentVersionExpiration: { NoncurrentDays: 365, NewerNoncurrentVersions: 3 },
  };
  const get = () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));

  it.each([
    ['varies_by_storage_class' as const, 'varies_by_storage_class'],
    [undefined, 'all_storage_classes_128K'],
  ])('come back whole, with the minimum size %s as %s', async (given, shown) => {
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: [rule] },
        ...(given && { TransitionDefaultMinimumObjectSize: given }),
      }),
    );
    const configuration = await get();
    expect(configuration.Rules).toEqual([rule]);
    expect(configuration.TransitionDefaultMinimumObjectSize).toBe(shown);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
  });

  it('refuses what moto refuses, and keeps the one before', async () => {
    const put = (Rules: LifecycleRule[]) =>
      s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    await put([rule]);
    await expect(
      put([{ ...rule, Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }]),
    ).rejects.toMatchObject({
      name: 'MalformedXML',
    });
    expect((await get()).Rules).toEqual([rule]);
  });
});
