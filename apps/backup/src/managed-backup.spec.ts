import { createHash } from 'node:crypto';
import { onlyResource, resourcesOf, synthStack, testEnvironment } from '@strata/testing';
import { BackupStack } from './backup-stack';

const packaged = { zipPath: __filename, sha256Base64: createHash('sha256').update('code').digest('base64') };

/** The stack of an environment with these lines under `backup.awsBackup`. */
function backup(name = 'local', lines = '') {
  const environment = testEnvironment(name, (yaml) =>
    yaml.replace(/^( {2}awsBackup:)$/m, `$1\n${lines.replace(/^(?=.)/gm, '    ')}`),
  );
  return synthStack(
    (app) => new BackupStack(app, { environment, code: { rotation: packaged, transferWatch: packaged } }),
  );
}

describe('AWS Backup', () => {
  const stack = backup();

  it('keeps recovery points for the retention, and its vault refuses less; the lock can be undone', () => {
    const { retentionDays } = testEnvironment('local').backup.objectives;
    expect(JSON.stringify(onlyResource(stack, 'aws_backup_plan')['rule'])).toContain(
      `"delete_after":${retentionDays}`,
    );
    const lock = onlyResource(stack, 'aws_backup_vault_lock_configuration');
    expect(lock).toMatchObject({ min_retention_days: retentionDays });
    expect(lock).not.toHaveProperty('changeable_for_days');
  });

  it('is locked for ever only where that is asked for by name', () => {
    const real = backup('production.example', '');
    expect(onlyResource(real, 'aws_backup_vault_lock_configuration')).not.toHaveProperty(
      'changeable_for_days',
    );
    const environment = testEnvironment('production.example', (yaml) =>
      yaml.replace('mode: governance', 'mode: compliance\n      unsafeComplianceLock: true'),
    );
    const forEver = synthStack(
      (app) => new BackupStack(app, { environment, code: { rotation: packaged, transferWatch: packaged } }),
    );
    expect(onlyResource(forEver, 'aws_backup_vault_lock_configuration')).toMatchObject({
      changeable_for_days: 30,
    });
  });

  it('moves to cold storage when told to, and outlives the stay that cold storage asks for', () => {
    const cold = backup('local', 'coldStorageAfterDays: 30');
    expect(onlyResource(cold, 'aws_backup_plan')['rule']).toMatchObject([
      { lifecycle: { cold_storage_after: 30, delete_after: 120 } },
    ]);
  });

  it('restores the newest recovery point of each kind now and then, of what carries the tag, from this vault', () => {
    const plan = onlyResource(stack, 'aws_backup_restore_testing_plan');
    expect(plan['name']).toMatch(/^\w{1,50}$/);
    expect(plan['recovery_point_selection']).toMatchObject([
      { algorithm: 'LATEST_WITHIN_WINDOW', include_vaults: [expect.stringContaining('aws_backup_vault')] },
    ]);
    const selections = resourcesOf(stack, 'aws_backup_restore_testing_selection');
    expect(selections.map(({ protected_resource_type: type }) => type)).toEqual(['EBS', 'EFS']);
    for (const { protected_resource_conditions: conditions } of selections)
      expect(conditions).toEqual([
        { string_equals: [{ key: 'aws:ResourceTag/strata:backup', value: 'true' }] },
      ]);
  });

  it('has neither lock nor tests where they are off', () => {
    const off = backup('local', 'vaultLock: { mode: off }\nrestoreTesting: { enabled: false }');
    expect(resourcesOf(off, 'aws_backup_vault_lock_configuration')).toEqual([]);
    expect(resourcesOf(off, 'aws_backup_restore_testing_plan')).toEqual([]);
    expect(off.output['restore_testing_plan_names']?.value).toEqual([]);
  });

  it('tells of failed jobs by a rule: a vault takes BACKUP_JOB_FAILED for an event, and never sends it', () => {
    const patterns = resourcesOf(stack, 'aws_cloudwatch_event_rule').map(
      (rule) => JSON.parse(String(rule['event_pattern'])) as Record<string, unknown>,
    );
    expect(patterns).toContainEqual({
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change'],
      detail: {
        backupVaultName: [expect.stringContaining('aws_backup_vault')],
        state: ['FAILED', 'EXPIRED', 'ABORTED'],
      },
    });
    expect(onlyResource(stack, 'aws_backup_vault_notifications')['backup_vault_events']).toEqual([
      'COPY_JOB_FAILED',
      'RESTORE_JOB_COMPLETED',
    ]);
  });
});
