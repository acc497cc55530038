import { randomUUID } from 'node:crypto';
import { json, jsonError } from '../gateway/answers';
import { jsonBody } from '../gateway/derived';
import type { RestHandler, RestRoutes } from '../gateway/rest-routes';
import type { GatewayRequest } from '../gateway/service';
import { epochSeconds } from './backup-moto';

type Fields = Readonly<Record<string, unknown>>;

interface TestingPlan {
  readonly arn: string;
  readonly creatorRequestId: string | undefined;
  readonly createdAt: number;
  fields: Fields;
  updatedAt: number;
  readonly tags: Map<string, string>;
  readonly selections: Map<string, { fields: Fields; readonly createdAt: number }>;
}

const NAME = /^\w{1,50}$/;

/**
 * Restore testing plans and their selections, which moto lacks. They are kept and shown; nothing is restored.
 * API: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingPlan.html,
 * …/API_CreateRestoreTestingSelection.html
 *
 * @param listTags answers ListTags of everything else
 */
export function restoreTestingRoutes(listTags: RestHandler): RestRoutes {
  const plans = new Map<string, TestingPlan>();
  const key = ({ region }: GatewayRequest, name: unknown) => `${region}/${String(name)}`;
  const byArn = (arn: string) => [...plans.values()].find((plan) => plan.arn === arn);

  return {
    ...planRoutes(plans, key),
    ...selectionRoutes((request, name) => plans.get(key(request, name))),
    'GET /tags/{arn+}': (request, context, parameters) => {
      const plan = byArn(parameters['arn'] ?? '');
      if (!plan) return listTags(request, context, parameters);
      return json({ Tags: Object.fromEntries(plan.tags) });
    },
    'POST /tags/{arn+}': async (request, _context, { arn = '' }) => {
      const plan = byArn(arn);
      if (!plan) return undefined;
      const { Tags = {} } = await jsonBody<{ Tags?: Record<string, string> }>(request);
      for (const [tag, value] of Object.entries(Tags)) plan.tags.set(tag, value);
      return json();
    },
    'POST /untag/{arn+}': async (request, _context, { arn = '' }) => {
      const plan = byArn(arn);
      if (!plan) return undefined;
      const { TagKeyList = [] } = await jsonBody<{ TagKeyList?: string[] }>(request);
      for (const tag of TagKeyList) plan.tags.delete(tag);
      return json();
    },
  };
}

function planRoutes(
  plans: Map<string, TestingPlan>,
  key: (request: GatewayRequest, name: unknown) => string,
): RestRoutes {
  const shown = (plan: TestingPlan) => ({
    StartWindowHours: 24,
    ScheduleExpressionTimezone: 'Etc/UTC',
    ...plan.fields,
    RestoreTestingPlanArn: plan.arn,
    CreationTime: plan.createdAt,
    LastUpdateTime: plan.updatedAt,
    CreatorRequestId: plan.creatorRequestId,
  });
  const written = ({ arn, createdAt, updatedAt, fields: { RestoreTestingPlanName } }: TestingPlan) =>
    json({
      RestoreTestingPlanArn: arn,
      RestoreTestingPlanName,
      CreationTime: createdAt,
      UpdateTime: updatedAt,
    });
  return {
    'PUT /restore-testing/plans': async (request, context) => {
      const body = await jsonBody<{ RestoreTestingPlan?: Fields; Tags?: Fields; CreatorRequestId?: string }>(
        request,
      );
      const { RestoreTestingPlan: fields = {}, Tags = {} } = body;
      const name = String(fields['RestoreTestingPlanName'] ?? '');
      if (!NAME.test(name)) return invalid(`RestoreTestingPlanName ${JSON.stringify(name)}`);
      if (plans.has(key(request, name))) return exists(`Restore testing plan ${name}`);
      const now = epochSeconds(context.now());
      const plan: TestingPlan = {
        arn: `arn:aws:backup:${request.region}:${context.account}:restore-testing-plan:${name}-${randomUUID()}`,
        creatorRequestId: body.CreatorRequestId,
        createdAt: now,
        updatedAt: now,
        fields,
        tags: new Map(Object.entries(Tags as Record<string, string>)),
        selections: new Map(),
      };
      plans.set(key(request, name), plan);
      return written(plan);
    },
    'GET /restore-testing/plans': (request) =>
      json({
        RestoreTestingPlans: [...plans]
          .filter(([id]) => id.startsWith(`${request.region}/`))
          .map(([, plan]) => shown(plan)),
      }),
    'GET /restore-testing/plans/{plan}': (request, _context, { plan: name = '' }) => {
      const plan = plans.get(key(request, name));
      return plan ? json({ RestoreTestingPlan: shown(plan) }) : missing(`Restore testing plan ${name}`);
    },
    'PUT /restore-testing/plans/{plan}': async (request, context, { plan: name = '' }) => {
      const plan = plans.get(key(request, name));
      if (!plan) return missing(`Restore testing plan ${name}`);
      const { RestoreTestingPlan = {} } = await jsonBody<{ RestoreTestingPlan?: Fields }>(request);
      plan.fields = { ...plan.fields, ...RestoreTestingPlan };
      plan.updatedAt = epochSeconds(context.now());
      return written(plan);
    },
    'DELETE /restore-testing/plans/{plan}': (request, _context, { plan: name = '' }) => {
      const plan = plans.get(key(request, name));
      if (!plan) return missing(`Restore testing plan ${name}`);
      if (plan.selections.size > 0) {
        return jsonError(400, 'InvalidRequestException', `Restore testing plan ${name} has selections`);
      }
      plans.delete(key(request, name));
      return deleted();
    },
  };
}

function selectionRoutes(
  planOf: (request: GatewayRequest, name: string) => TestingPlan | undefined,
): RestRoutes {
  /** Runs `answer` for a plan that exists. */
  const of =
    (
      answer: (
        plan: TestingPlan,
        names: { readonly plan: string; readonly selection: string },
        ...rest: Parameters<RestHandler>
      ) => ReturnType<RestHandler>,
    ): RestHandler =>
    (request, context, parameters) => {
      const { plan: name = '', selection = '' } = parameters;
      const plan = planOf(request, name);
      if (!plan) return missing(`Restore testing plan ${name}`);
      return answer(plan, { plan: name, selection }, request, context, parameters);
    };
  const shown = (plan: string, { fields, createdAt }: { fields: Fields; createdAt: number }) => ({
    ValidationWindowHours: 0,
    ...fields,
    RestoreTestingPlanName: plan,
    CreationTime: createdAt,
  });
  const path = '/restore-testing/plans/{plan}/selections';
  return {
    [`PUT ${path}`]: of(async (plan, names, request, context) => {
      const { RestoreTestingSelection: fields = {} } = await jsonBody<{ RestoreTestingSelection?: Fields }>(
        request,
      );
      const name = String(fields['RestoreTestingSelectionName'] ?? '');
      if (!NAME.test(name)) return invalid(`RestoreTestingSelectionName ${JSON.stringify(name)}`);
      if (plan.selections.has(name)) return exists(`Restore testing selection ${name}`);
      const selection = { fields, createdAt: epochSeconds(context.now()) };
      plan.selections.set(name, selection);
      return json({ ...shown(names.plan, selection), RestoreTestingPlanArn: plan.arn });
    }),
    [`GET ${path}`]: of(({ selections }, names) =>
      json({
        RestoreTestingSelections: [...selections.values()].map((selection) => shown(names.plan, selection)),
      }),
    ),
    [`GET ${path}/{selection}`]: of(({ selections }, names) => {
      const selection = selections.get(names.selection);
      if (!selection) return missing(`Restore testing selection ${names.selection}`);
      return json({ RestoreTestingSelection: shown(names.plan, selection) });
    }),
    [`PUT ${path}/{selection}`]: of(async (plan, names, request, context) => {
      const selection = plan.selections.get(names.selection);
      if (!selection) return missing(`Restore testing selection ${names.selection}`);
      const { RestoreTestingSelection = {} } = await jsonBody<{ RestoreTestingSelection?: Fields }>(request);
      selection.fields = { ...selection.fields, ...RestoreTestingSelection };
      return json({
        ...shown(names.plan, selection),
        RestoreTestingPlanArn: plan.arn,
        UpdateTime: epochSeconds(context.now()),
      });
    }),
    [`DELETE ${path}/{selection}`]: of(({ selections }, names) =>
      selections.delete(names.selection)
        ? deleted()
        : missing(`Restore testing selection ${names.selection}`),
    ),
  };
}

function deleted() {
  return { ...json(undefined, 204), body: '' };
}

function missing(what: string) {
  return jsonError(400, 'ResourceNotFoundException', `${what} does not exist`);
}

function exists(what: string) {
  return jsonError(400, 'AlreadyExistsException', `${what} already exists`);
}

function invalid(what: string) {
  return jsonError(400, 'InvalidParameterValueException', `${what} is not 1 to 50 letters, digits and _`);
}
