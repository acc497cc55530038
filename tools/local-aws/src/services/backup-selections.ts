import { randomUUID } from 'node:crypto';
import { json, jsonError } from '../gateway/answers';
import { jsonBody } from '../gateway/derived';
import type { RestRoutes } from '../gateway/rest-routes';
import { backupPlan, epochSeconds } from './backup-moto';

interface Selection {
  readonly SelectionId: string;
  readonly BackupPlanId: string;
  readonly CreationDate: number;
  readonly CreatorRequestId?: string;
  readonly BackupSelection: { readonly SelectionName?: string; readonly IamRoleArn?: string };
}

/** Selections by id; a plan cannot go while it has some. */
export type Selections = Map<string, Selection>;

/**
 * Which resources a plan backs up. moto has no selections.
 * API: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html
 */
export function selectionRoutes(selections: Selections): RestRoutes {
  const of = (planId: string) =>
    [...selections.values()].filter(({ BackupPlanId }) => BackupPlanId === planId);
  return {
    'PUT /backup/plans/{planId}/selections': async (request, context, { planId = '' }) => {
      const plan = await backupPlan(request, context, planId);
      if (plan.status >= 300) return plan;
      const { BackupSelection, CreatorRequestId } = await jsonBody<Partial<Selection>>(request);
      if (!BackupSelection?.SelectionName || !BackupSelection.IamRoleArn) {
        return jsonError(400, 'MissingParameterValueException', 'SelectionName and IamRoleArn are required');
      }
      if (of(planId).some((other) => other.BackupSelection.SelectionName === BackupSelection.SelectionName)) {
        const message = `plan ${planId} already has a selection named ${BackupSelection.SelectionName}`;
        return jsonError(400, 'AlreadyExistsException', message);
      }
      const selection: Selection = {
        SelectionId: randomUUID(),
        BackupPlanId: planId,
        CreationDate: epochSeconds(context.now()),
        ...(CreatorRequestId !== undefined && { CreatorRequestId }),
        BackupSelection,
      };
      selections.set(selection.SelectionId, selection);
      const { SelectionId, BackupPlanId, CreationDate } = selection;
      return json({ SelectionId, BackupPlanId, CreationDate });
    },
    'GET /backup/plans/{planId}/selections': async (request, context, { planId = '' }) => {
      const plan = await backupPlan(request, context, planId);
      if (plan.status >= 300) return plan;
      const list = of(planId).map(({ BackupSelection, ...rest }) => ({ ...rest, ...BackupSelection }));
      return json({
        BackupSelectionsList: list.map(
          ({ SelectionName, IamRoleArn, SelectionId, BackupPlanId, CreationDate }) => {
            return { SelectionId, SelectionName, BackupPlanId, CreationDate, IamRoleArn };
          },
        ),
      });
    },
    'GET /backup/plans/{planId}/selections/{id}': (_request, _context, { planId = '', id = '' }) => {
      const selection = selections.get(id);
      return selection?.BackupPlanId === planId ? json(selection) : noSelection(planId, id);
    },
    'DELETE /backup/plans/{planId}/selections/{id}': (_request, _context, { planId = '', id = '' }) => {
      if (selections.get(id)?.BackupPlanId !== planId) return noSelection(planId, id);
      selections.delete(id);
      return json();
    },
    'DELETE /backup/plans/{planId}': (_request, _context, { planId = '' }) => {
      if (of(planId).length === 0) return undefined;
      const message = 'Related backup plan selections must be deleted prior to backup plan deletion';
      return jsonError(400, 'InvalidRequestException', message);
    },
  };
}

/** AWS answers 400 with this message, by which the Terraform provider sees that it is gone. */
function noSelection(planId: string, id: string) {
  return jsonError(
    400,
    'InvalidParameterValueException',
    `Cannot find Backup plan selection ${id} of plan ${planId}`,
  );
}
