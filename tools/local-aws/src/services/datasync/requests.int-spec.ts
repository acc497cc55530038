import {
  CreateLocationEfsCommand,
  CreateTaskCommand,
  DeleteTaskCommand,
  DescribeLocationEfsCommand,
  DescribeLocationS3Command,
  DescribeTaskCommand,
  ListLocationsCommand,
  ListTagsForResourceCommand,
  ListTaskExecutionsCommand,
  ListTasksCommand,
  StartTaskExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateLocationEfsCommand,
  UpdateLocationS3Command,
  UpdateTaskCommand,
} from '@aws-sdk/client-datasync';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';
import type { Fixture } from './int-fixture';
import { finished, makeFixture, makeTask } from './int-fixture';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let harness: IntHarness;
let fixture: Fixture;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
  fixture = await makeFixture(harness, { subdirectory: '/nightly' });
});
afterAll(() => harness.stop());

const send = (command: unknown): Promise<object> => fixture.datasync.send(command as never);
const efs = (more: object = {}) =>
  new CreateLocationEfsCommand({
    EfsFilesystemArn: fixture.fileSystemArn,
    Ec2Config: fixture.ec2Config,
    ...more,
  });
const task = (more: object = {}) =>
  new CreateTaskCommand({
    SourceLocationArn: fixture.efsLocation,
    DestinationLocationArn: fixture.s3Location,
    ...more,
  });

it('shows locations as AWS does, and changes them', async () => {
  const { LocationArn } = (await send(efs({ Subdirectory: 'data' }))) as { LocationArn: string };
  expect(await send(new DescribeLocationEfsCommand({ LocationArn }))).toMatchObject({
    LocationUri: `efs://us-east-1.${fixture.fileSystemArn.split('/').at(-1)}/data/`,
    Ec2Config: fixture.ec2Config,
    CreationTime: expect.any(Date) as Date,
  });
  await send(new UpdateLocationEfsCommand({ LocationArn, Subdirectory: '/', InTransitEncryption: 'TLS1_2' }));
  expect(await send(new DescribeLocationEfsCommand({ LocationArn }))).toMatchObject({
    LocationUri: expect.stringMatching(/fs-\w+\/$/) as string,
    InTransitEncryption: 'TLS1_2',
  });
  await send(new UpdateLocationS3Command({ LocationArn: fixture.s3Location, S3StorageClass: 'STANDARD_IA' }));
  expect(await send(new DescribeLocationS3Command({ LocationArn: fixture.s3Location }))).toMatchObject({
    LocationUri: `s3://${fixture.bucket}/nightly/`,
    S3StorageClass: 'STANDARD_IA',
    S3Config: { BucketAccessRoleArn: fixture.roleArn },
  });
});

it('changes a task, and takes away what is emptied', async () => {
  const { TaskArn } = (await send(
    task({
      Name: 'n',
      Schedule: { ScheduleExpression: 'cron(0 12 ? * SUN,WED *)' },
      Excludes: [{ Value: '*.tmp' }],
    }),
  )) as { TaskArn: string };
  expect(await send(new DescribeTaskCommand({ TaskArn }))).toMatchObject({
    Status: 'AVAILABLE',
    Schedule: { ScheduleExpression: 'cron(0 12 ? * SUN,WED *)', Status: 'ENABLED' },
    Options: { VerifyMode: 'POINT_IN_TIME_CONSISTENT', LogLevel: 'OFF', BytesPerSecond: -1 },
  });
  await send(
    new UpdateTaskCommand({
      TaskArn,
      Name: '',
      Schedule: { ScheduleExpression: '' },
      Excludes: [],
      Options: { LogLevel: 'BASIC' },
    }),
  );
  const described = (await send(new DescribeTaskCommand({ TaskArn }))) as Record<string, unknown>;
  expect(described).toMatchObject({
    Excludes: [],
    Options: { LogLevel: 'BASIC', VerifyMode: 'POINT_IN_TIME_CONSISTENT' },
  });
  expect([described['Name'], described['Schedule']]).toEqual([undefined, undefined]);
});

it('lists in pages and by filter', async () => {
  const arns = await Promise.all([1, 2, 3].map(() => makeTask(fixture)));
  const first = (await send(new ListTasksCommand({ MaxResults: 2 }))) as {
    Tasks: unknown[];
    NextToken: string;
  };
  const rest = (await send(new ListTasksCommand({ NextToken: first.NextToken }))) as {
    Tasks: { TaskArn: string }[];
  };
  expect(first.Tasks).toHaveLength(2);
  expect(rest.Tasks.map(({ TaskArn }) => TaskArn)).toContain(arns[2]);
  const Filters = [
    { Name: 'LocationId' as const, Operator: 'Equals' as const, Values: [fixture.s3Location] },
  ];
  expect(
    ((await send(new ListTasksCommand({ Filters }))) as { Tasks: [] }).Tasks.length,
  ).toBeGreaterThanOrEqual(3);
  const byType = [{ Name: 'LocationType' as const, Operator: 'Equals' as const, Values: ['S3'] }];
  const { Locations } = (await send(new ListLocationsCommand({ Filters: byType }))) as {
    Locations: { LocationUri: string }[];
  };
  expect(Locations.every(({ LocationUri }) => LocationUri.startsWith('s3://'))).toBe(true);
});

it('lists executions of a task and forgets them with it', async () => {
  const TaskArn = await makeTask(fixture);
  const { TaskExecutionArn = '' } = await fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }));
  await finished(fixture, TaskExecutionArn);
  const { TaskExecutions } = await fixture.datasync.send(new ListTaskExecutionsCommand({ TaskArn }));
  expect(TaskExecutions).toEqual([{ TaskExecutionArn, Status: 'SUCCESS', TaskMode: 'BASIC' }]);
  await send(new DeleteTaskCommand({ TaskArn }));
  await expect(send(new ListTaskExecutionsCommand({ TaskArn }))).rejects.toThrow(/not found/);
});

it('keeps tags', async () => {
  const ResourceArn = await makeTask(fixture, { Tags: [{ Key: 'a', Value: '1' }] });
  await send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'b', Value: '2' }] }));
  await send(new UntagResourceCommand({ ResourceArn, Keys: ['a'] }));
  expect(await send(new ListTagsForResourceCommand({ ResourceArn }))).toMatchObject({
    Tags: [{ Key: 'b', Value: '2' }],
  });
});
