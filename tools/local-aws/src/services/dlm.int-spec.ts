import {
  CreateLifecyclePolicyCommand,
  DeleteLifecyclePolicyCommand,
  DLMClient,
  GetLifecyclePoliciesCommand,
  GetLifecyclePolicyCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateLifecyclePolicyCommand,
} from '@aws-sdk/client-dlm';
import { startTestAws, type TestAws } from '../int-spec-aws';

let aws: TestAws;
let dlm: DLMClient;
beforeAll(async () => {
  aws = await startTestAws();
  dlm = new DLMClient(aws.client);
});
afterAll(async () => {
  dlm.destroy();
  await aws.stop();
});

describe('DLM lifecycle policies', () => {
  it('live from creation to deletion, with what AWS fills in', async () => {
    const { PolicyId = '' } = await dlm.send(
      new CreateLifecyclePolicyCommand({
        ExecutionRoleArn: 'arn:aws:iam::123456789012:role/dlm',
        Description: 'daily',
        State: 'ENABLED',
        PolicyDetails: {
          ResourceTypes: ['VOLUME'],
          TargetTags: [{ Key: 'Backup', Value: 'yes' }],
          Schedules: [
            { Name: 'daily', CreateRule: { Interval: 24, IntervalUnit: 'HOURS' }, RetainRule: { Count: 7 } },
          ],
        },
        Tags: { Layer: 'backup' },
      }),
    );
    const get = async () => (await dlm.send(new GetLifecyclePolicyCommand({ PolicyId }))).Policy;
    const created = await get();
    expect(created).toMatchObject({
      Description: 'daily',
      PolicyDetails: {
        PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
        ResourceLocations: ['CLOUD'],
        Schedules: [{ CreateRule: { Interval: 24, Location: 'CLOUD' } }],
      },
    });
    expect(created?.DateCreated).toBeInstanceOf(Date);

    await dlm.send(new UpdateLifecyclePolicyCommand({ PolicyId, State: 'DISABLED' }));
    expect(await get()).toMatchObject({ State: 'DISABLED', Description: 'daily' });
    const { Policies } = await dlm.send(new GetLifecyclePoliciesCommand({ State: 'DISABLED' }));
    expect(Policies?.map((policy) => policy.PolicyId)).toEqual([PolicyId]);

    const ResourceArn = created?.PolicyArn ?? '';
    await dlm.send(new TagResourceCommand({ ResourceArn, Tags: { a: '1', b: '2' } }));
    await dlm.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
    expect((await dlm.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({
      Layer: 'backup',
      b: '2',
    });

    await dlm.send(new DeleteLifecyclePolicyCommand({ PolicyId }));
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses a policy without its required parts', async () => {
    const incomplete = {
      ExecutionRoleArn: 'arn:aws:iam::123456789012:role/dlm',
      Description: 'x',
      State: undefined,
    };
    await expect(dlm.send(new CreateLifecyclePolicyCommand(incomplete))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('PolicyDetails'),
    });
  });
});
