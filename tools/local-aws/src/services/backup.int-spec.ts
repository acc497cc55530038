import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  CreateRestoreTestingPlanCommand,
  CreateRestoreTestingSelectionCommand,
  DeleteBackupPlanCommand,
  DeleteBackupSelectionCommand,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultNotificationsCommand,
  DeleteRestoreTestingPlanCommand,
  DeleteRestoreTestingSelectionCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  GetBackupVaultAccessPolicyCommand,
  GetBackupVaultNotificationsCommand,
  GetRestoreTestingPlanCommand,
  GetRestoreTestingSelectionCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListTagsCommand,
  PutBackupVaultAccessPolicyCommand,
  PutBackupVaultNotificationsCommand,
  UpdateBackupPlanCommand,
  UpdateRestoreTestingPlanCommand,
} from '@aws-sdk/client-backup';
import { startTestAws, type TestAws } from '../int-spec-aws';

let aws: TestAws;
let backup: BackupClient;
let BackupPlanId: string;
const BackupVaultName = 'vault';
const rule = (ScheduleExpression: string) => ({
  RuleName: 'daily',
  TargetBackupVaultName: BackupVaultName,
  ScheduleExpression,
});

beforeAll(async () => {
  aws = await startTestAws();
  backup = new BackupClient(aws.client);
  await backup.send(new CreateBackupVaultCommand({ BackupVaultName, BackupVaultTags: { Layer: 'backup' } }));
  const BackupPlan = { BackupPlanName: 'plan', Rules: [rule('cron(0 1 * * ? *)')] };
  const created = await backup.send(new CreateBackupPlanCommand({ BackupPlan }));
  BackupPlanId = created.BackupPlanId ?? '';
});
afterAll(async () => {
  backup.destroy();
  await aws.stop();
});

describe('backup selections', () => {
  const BackupSelection = {
    SelectionName: 'tagged',
    IamRoleArn: 'arn:aws:iam::123456789012:role/backup',
    ListOfTags: [{ ConditionType: 'STRINGEQUALS' as const, ConditionKey: 'Backup', ConditionValue: 'yes' }],
  };

  it('are created, found, listed and deleted; a plan that has some cannot go', async () => {
    const { SelectionId } = await backup.send(
      new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection }),
    );
    const found = await backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId }));
    expect(found).toMatchObject({ BackupPlanId, SelectionId, BackupSelection });
    expect(Math.abs(Date.now() - (found.CreationDate?.getTime() ?? 0))).toBeLessThan(60_000);

    const { BackupSelectionsList } = await backup.send(new ListBackupSelectionsCommand({ BackupPlanId }));
    expect(BackupSelectionsList).toEqual([expect.objectContaining({ SelectionId, SelectionName: 'tagged' })]);

    await expect(
      backup.send(new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection })),
    ).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    });
    await expect(backup.send(new DeleteBackupPlanCommand({ BackupPlanId }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await backup.send(new DeleteBackupSelectionCommand({ BackupPlanId, SelectionId }));
    await expect(
      backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('refuses an unknown plan', async () => {
    const orphan = { BackupPlanId: '00000000-0000-0000-0000-000000000000', BackupSelection };
    await expect(backup.send(new CreateBackupSelectionCommand(orphan))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('backup plans', () => {
  it('show their newest version', async () => {
    const BackupPlan = { BackupPlanName: 'plan', Rules: [rule('cron(0 7 * * ? *)')] };
    const { VersionId } = await backup.send(new UpdateBackupPlanCommand({ BackupPlanId, BackupPlan }));
    const plan = await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
    expect(plan.VersionId).toBe(VersionId);
    expect(plan.BackupPlan?.Rules).toMatchObject([
      { ScheduleExpression: 'cron(0 7 * * ? *)', StartWindowMinutes: 480 },
    ]);
  });

  it('can be made again as they were after they were deleted, and not while they are there', async () => {
    const BackupPlan = { BackupPlanName: 'again', Rules: [rule('cron(0 3 * * ? *)')] };
    const make = () => backup.send(new CreateBackupPlanCommand({ BackupPlan }));
    const { BackupPlanId: first } = await make();
    await expect(make()).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await backup.send(new DeleteBackupPlanCommand({ BackupPlanId: first }));
    const { BackupPlanId: second } = await make();
    const shown = await backup.send(new GetBackupPlanCommand({ BackupPlanId: second }));
    expect(shown.BackupPlan).toMatchObject(BackupPlan);
    await expect(make()).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    const { BackupPlansList = [] } = await backup.send(new ListBackupPlansCommand({}));
    expect(BackupPlansList.map((plan) => plan.BackupPlanName).sort()).toEqual(['again', 'plan']);
  });
});

describe('backup vaults', () => {
  it('keep notifications', async () => {
    const notifications = {
      SNSTopicArn: 'arn:aws:sns:eu-central-1:123456789012:t',
      BackupVaultEvents: ['BACKUP_JOB_FAILED' as const],
    };
    await backup.send(new PutBackupVaultNotificationsCommand({ BackupVaultName, ...notifications }));
    const get = () => backup.send(new GetBackupVaultNotificationsCommand({ BackupVaultName }));
    expect(await get()).toMatchObject({ BackupVaultName, ...notifications });
    await backup.send(new DeleteBackupVaultNotificationsCommand({ BackupVaultName }));
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keep an access policy', async () => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await backup.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName, Policy }));
    const get = () => backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName }));
    expect((await get()).Policy).toBe(Policy);
    await backup.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName }));
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('show the tags that they were created with, and hold no recovery points', async () => {
    const ResourceArn = `arn:aws:backup:eu-central-1:${aws.account}:backup-vault:${BackupVaultName}`;
    expect((await backup.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual({ Layer: 'backup' });
    const { RecoveryPoints } = await backup.send(
      new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName }),
    );
    expect(RecoveryPoints).toEqual([]);
  });

  it('refuses settings of an unknown vault', async () => {
    const unknown = { BackupVaultName: 'none', Policy: '{}' };
    await expect(backup.send(new PutBackupVaultAccessPolicyCommand(unknown))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('restore testing', () => {
  const RestoreTestingPlanName = 'monthly';
  const RestoreTestingSelectionName = 'tagged_efs';
  const RestoreTestingPlan = {
    RestoreTestingPlanName,
    ScheduleExpression: 'cron(0 6 1 * ? *)',
    RecoveryPointSelection: { Algorithm: 'LATEST_WITHIN_WINDOW' as const, IncludeVaults: ['*'] },
  };
  const RestoreTestingSelection = {
    RestoreTestingSelectionName,
    IamRoleArn: 'arn:aws:iam::123456789012:role/backup',
    ProtectedResourceType: 'EFS',
    ProtectedResourceArns: ['*'],
  };
  const plan = () => backup.send(new GetRestoreTestingPlanCommand({ RestoreTestingPlanName }));

  it('is planned, tagged, changed and ended; a plan that has selections cannot go', async () => {
    const { RestoreTestingPlanArn: ResourceArn = '' } = await backup.send(
      new CreateRestoreTestingPlanCommand({ RestoreTestingPlan, Tags: { Layer: 'backup' } }),
    );
    expect((await backup.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual({ Layer: 'backup' });
    const names = { RestoreTestingPlanName, RestoreTestingSelectionName };
    await backup.send(
      new CreateRestoreTestingSelectionCommand({ RestoreTestingPlanName, RestoreTestingSelection }),
    );
    const shown = await backup.send(new GetRestoreTestingSelectionCommand(names));
    expect(shown.RestoreTestingSelection).toMatchObject(RestoreTestingSelection);
    const ScheduleExpression = 'cron(0 7 1 * ? *)';
    await backup.send(
      new UpdateRestoreTestingPlanCommand({
        RestoreTestingPlanName,
        RestoreTestingPlan: { ScheduleExpression },
      }),
    );
    const changed = { ...RestoreTestingPlan, ScheduleExpression, StartWindowHours: 24 };
    expect((await plan()).RestoreTestingPlan).toMatchObject(changed);
    const remove = () => backup.send(new DeleteRestoreTestingPlanCommand({ RestoreTestingPlanName }));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await backup.send(new DeleteRestoreTestingSelectionCommand(names));
    await remove();
    await expect(plan()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses a name that AWS does not take', async () => {
    const bad = { ...RestoreTestingPlan, RestoreTestingPlanName: 'with-hyphens' };
    await expect(
      backup.send(new CreateRestoreTestingPlanCommand({ RestoreTestingPlan: bad })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});
