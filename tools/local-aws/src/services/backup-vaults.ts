import { json, jsonError } from '../gateway/answers';
import { jsonBody } from '../gateway/derived';
import type { RestHandler, RestRoutes } from '../gateway/rest-routes';
import type { GatewayRequest } from '../gateway/service';
import { backupVault } from './backup-moto';

interface VaultExtras {
  policy?: string;
  notifications?: { readonly SNSTopicArn: string; readonly BackupVaultEvents: readonly string[] };
}

/**
 * What moto's vaults lack: access policy, notifications, and a list of recovery points (empty: no backup job runs here).
 * API: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html,
 * …/API_PutBackupVaultAccessPolicy.html, …/API_ListRecoveryPointsByBackupVault.html
 */
export function vaultRoutes(): RestRoutes {
  const extras = new Map<string, VaultExtras>();
  const key = (request: GatewayRequest, vault: string) => `${request.region}/${vault}`;

  /** Runs `answer` for a vault that exists; else moto's error stands. */
  const forVault =
    (
      answer: (
        extra: VaultExtras,
        vault: { arn: string; name: string },
        request: GatewayRequest,
      ) => ReturnType<RestHandler>,
    ) =>
    async (...[request, context, { vault = '' }]: Parameters<RestHandler>) => {
      const found = await backupVault(request, context, vault);
      if (found.status >= 300) return found;
      const arn = `arn:aws:backup:${request.region}:${context.account}:backup-vault:${vault}`;
      const extra = extras.get(key(request, vault)) ?? {};
      extras.set(key(request, vault), extra);
      return answer(extra, { arn, name: vault }, request);
    };
  const none = (what: string, vault: string) =>
    jsonError(400, 'ResourceNotFoundException', `Backup vault ${vault} has no ${what}`);

  return {
    'PUT /backup-vaults/{vault}/access-policy': forVault(async (extra, _vault, request) => {
      const { Policy } = await jsonBody<{ Policy?: string }>(request);
      if (!Policy) return jsonError(400, 'MissingParameterValueException', 'Policy is required');
      extra.policy = Policy;
      return json();
    }),
    'GET /backup-vaults/{vault}/access-policy': forVault(({ policy }, { arn, name }) =>
      policy === undefined
        ? none('access policy', name)
        : json({ BackupVaultName: name, BackupVaultArn: arn, Policy: policy }),
    ),
    'DELETE /backup-vaults/{vault}/access-policy': forVault((extra) => {
      delete extra.policy;
      return json();
    }),
    'PUT /backup-vaults/{vault}/notification-configuration': forVault(async (extra, _vault, request) => {
      const { SNSTopicArn, BackupVaultEvents } =
        await jsonBody<Partial<NonNullable<VaultExtras['notifications']>>>(request);
      if (!SNSTopicArn || !BackupVaultEvents?.length) {
        return jsonError(
          400,
          'MissingParameterValueException',
          'SNSTopicArn and BackupVaultEvents are required',
        );
      }
      extra.notifications = { SNSTopicArn, BackupVaultEvents };
      return json();
    }),
    'GET /backup-vaults/{vault}/notification-configuration': forVault(({ notifications }, { arn, name }) =>
      notifications === undefined
        ? none('notifications', name)
        : json({ BackupVaultName: name, BackupVaultArn: arn, ...notifications }),
    ),
    'DELETE /backup-vaults/{vault}/notification-configuration': forVault((extra) => {
      delete extra.notifications;
      return json();
    }),
    'GET /backup-vaults/{vault}/recovery-points': forVault(() => json({ RecoveryPoints: [] })),
    'DELETE /backup-vaults/{vault}': (request, _context, { vault = '' }) => {
      extras.delete(key(request, vault));
      return undefined;
    },
  };
}
