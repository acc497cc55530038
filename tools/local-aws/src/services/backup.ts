import { randomUUID } from 'node:crypto';
import { json } from '../gateway/answers';
import { derived, jsonBody } from '../gateway/derived';
import { type RestHandler, restRouter, type RestRoutes } from '../gateway/rest-routes';
import type { GatewayService } from '../gateway/service';
import { backupPlan, epochSeconds } from './backup-moto';
import { restoreTestingRoutes } from './backup-restore-testing';
import { selectionRoutes, type Selections } from './backup-selections';
import { vaultRoutes } from './backup-vaults';

/** AWS Backup: moto keeps vaults, vault locks, plans and tags; the rest is here. Backup jobs do not run. */
export function createBackupService(): GatewayService {
  const selections: Selections = new Map();
  return {
    name: 'backup',
    handle: restRouter({
      ...selectionRoutes(selections),
      ...planRoutes(),
      ...vaultRoutes(),
      ...restoreTestingRoutes(listTags),
    }),
  };
}

/** moto finds the ARN of `ListTags` only before a trailing slash, which botocore sends and other SDKs do not. */
const listTags: RestHandler = (request, context, { arn = '' }) =>
  context.forward(derived(request, { path: `/tags/${encodeURIComponent(arn)}/` }));

interface PlanUpdate {
  readonly VersionId: string;
  readonly BackupPlan: { readonly Rules?: readonly Record<string, unknown>[] };
}

/** `UpdateBackupPlan`, which moto lacks: the newest version is kept here and shown in place of moto's. */
function planRoutes(): RestRoutes {
  const updates = new Map<string, PlanUpdate>();
  return {
    'POST /backup/plans/{planId}': async (request, context, { planId = '' }) => {
      const plan = await backupPlan(request, context, planId);
      if (plan.status >= 300) return plan;
      const { BackupPlan } = await jsonBody<PlanUpdate>(request);
      const update = {
        VersionId: randomUUID(),
        BackupPlan: { ...BackupPlan, Rules: rulesWithDefaults(BackupPlan) },
      };
      updates.set(planId, update);
      const { BackupPlanArn } = JSON.parse(plan.body.toString()) as { BackupPlanArn: string };
      const CreationDate = epochSeconds(context.now());
      return json({ BackupPlanId: planId, BackupPlanArn, CreationDate, VersionId: update.VersionId });
    },
    'GET /backup/plans/{planId}': async (request, context, { planId = '' }) => {
      const update = updates.get(planId);
      if (!update) return undefined;
      const answer = await context.forward(request);
      if (answer.status >= 300) return answer;
      return json({ ...(JSON.parse(answer.body.toString()) as object), ...update });
    },
  };
}

/** What AWS fills in for a rule; the same as moto does at creation. */
function rulesWithDefaults(plan: PlanUpdate['BackupPlan']): Record<string, unknown>[] {
  return (plan.Rules ?? []).map((rule) => ({
    ScheduleExpression: 'cron(0 5 ? * * *)',
    StartWindowMinutes: 480,
    CompletionWindowMinutes: 10080,
    ScheduleExpressionTimezone: 'Etc/UTC',
    RuleId: randomUUID(),
    ...rule,
  }));
}
