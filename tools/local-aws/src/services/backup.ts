import { randomUUID } from 'node:crypto';
import { json } from '../gateway/answers';
import { derived, jsonBody } from '../gateway/derived';
import { type RestHandler, restRouter, type RestRoutes } from '../gateway/rest-routes';
import type { GatewayContext, GatewayRequest, GatewayService } from '../gateway/service';
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
  readonly BackupPlan: {
    readonly BackupPlanName?: string;
    readonly Rules?: readonly Record<string, unknown>[];
  };
}

interface PlanList {
  readonly BackupPlansList: readonly { readonly BackupPlanId: string; readonly BackupPlanName: string }[];
}

/**
 * `UpdateBackupPlan`, which moto lacks: the newest version is kept here and shown in place of moto's. And a plan that has
 * the name of a deleted one, which moto remembers and refuses: moto gets it under another name, and the true one is shown.
 */
function planRoutes(): RestRoutes {
  const updates = new Map<string, PlanUpdate>();
  const list = async (request: GatewayRequest, context: GatewayContext) => {
    const answer = await context.forward(
      derived(request, { method: 'GET', path: '/backup/plans/', body: '' }),
    );
    const { BackupPlansList } = JSON.parse(answer.body.toString()) as PlanList;
    return BackupPlansList.map((plan) => {
      const { BackupPlanName = plan.BackupPlanName } = updates.get(plan.BackupPlanId)?.BackupPlan ?? {};
      return { ...plan, BackupPlanName };
    });
  };
  return {
    'PUT /backup/plans': async (request, context) => {
      const answer = await context.forward(request);
      if (answer.status !== 400 || !answer.body.toString().includes('AlreadyExistsException')) return answer;
      const body = await jsonBody<PlanUpdate>(request);
      const { BackupPlanName } = body.BackupPlan;
      if ((await list(request, context)).some((plan) => plan.BackupPlanName === BackupPlanName))
        return answer;
      const other = { ...body.BackupPlan, BackupPlanName: `${BackupPlanName}-${randomUUID()}` };
      const made = await context.forward(
        derived(request, { body: JSON.stringify({ ...body, BackupPlan: other }) }),
      );
      if (made.status >= 300) return made;
      const { BackupPlanId = '', VersionId = '' } = JSON.parse(made.body.toString()) as Record<
        string,
        string
      >;
      updates.set(BackupPlanId, {
        VersionId,
        BackupPlan: { ...body.BackupPlan, Rules: rulesWithDefaults(body.BackupPlan) },
      });
      return made;
    },
    'GET /backup/plans': async (request, context) => json({ BackupPlansList: await list(request, context) }),
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
