import { randomBytes } from 'node:crypto';
import { json, jsonError } from '../gateway/answers';
import { jsonBody } from '../gateway/derived';
import { restRouter } from '../gateway/rest-routes';
import type { GatewayResponse, GatewayService } from '../gateway/service';

interface PolicyInput {
  readonly ExecutionRoleArn?: string;
  readonly Description?: string;
  readonly State?: string;
  readonly PolicyDetails?: Readonly<Record<string, unknown>>;
  readonly Tags?: Readonly<Record<string, string>>;
}

interface Policy extends PolicyInput {
  readonly PolicyId: string;
  readonly PolicyArn: string;
  /** ISO 8601, as DLM sends times. */
  readonly DateCreated: string;
  readonly DateModified: string;
  readonly StatusMessage: string;
  readonly DefaultPolicy: boolean;
  readonly Tags: Readonly<Record<string, string>>;
}

/**
 * Data Lifecycle Manager, all of it: moto has none. Policies are kept, not carried out.
 * API: https://docs.aws.amazon.com/dlm/latest/APIReference/API_Operations.html
 */
export function createDlmService(): GatewayService {
  const policies = new Map<string, Policy>();
  const withPolicy = (id: string, answer: (policy: Policy) => GatewayResponse): GatewayResponse => {
    const policy = policies.get(id);
    return policy ? answer(policy) : notFound(id);
  };
  const tagged = (arn: string, change: (tags: Record<string, string>) => GatewayResponse): GatewayResponse =>
    withPolicy(arn.slice(arn.lastIndexOf('/') + 1), (policy) => {
      const tags = { ...policy.Tags };
      const answer = change(tags);
      policies.set(policy.PolicyId, { ...policy, Tags: tags });
      return answer;
    });

  return {
    name: 'dlm',
    handle: restRouter({
      'POST /policies': async (request, context) => {
        const input = await jsonBody<PolicyInput>(request);
        const missing = ['ExecutionRoleArn', 'Description', 'State', 'PolicyDetails'].filter(
          (name) => !(name in input),
        );
        if (missing.length > 0) {
          return jsonError(400, 'InvalidRequestException', `missing: ${missing.join(', ')}`);
        }
        const PolicyId = `policy-${randomBytes(9).toString('hex').slice(0, 17)}`;
        const now = timestamp(context.now());
        policies.set(PolicyId, {
          ...input,
          PolicyId,
          PolicyArn: `arn:aws:dlm:${request.region}:${context.account}:policy/${PolicyId}`,
          PolicyDetails: withDefaults(input.PolicyDetails),
          DateCreated: now,
          DateModified: now,
          StatusMessage: input.State ?? '',
          DefaultPolicy: false,
          Tags: input.Tags ?? {},
        });
        return json({ PolicyId });
      },
      'GET /policies': (request) => {
        const wanted = request.query.getAll('policyIds');
        const state = request.query.get('state');
        const found = [...policies.values()].filter(
          (policy) =>
            policy.PolicyArn.split(':')[3] === request.region &&
            (wanted.length === 0 || wanted.includes(policy.PolicyId)) &&
            (state === null || policy.State === state),
        );
        return json({ Policies: found.map(summary) });
      },
      'GET /policies/{id}': (_request, _context, { id = '' }) => withPolicy(id, (Policy) => json({ Policy })),
      'PATCH /policies/{id}': async (request, context, { id = '' }) => {
        const changes = await jsonBody<PolicyInput>(request);
        return withPolicy(id, (policy) => {
          const details = changes.PolicyDetails ? withDefaults(changes.PolicyDetails) : policy.PolicyDetails;
          const DateModified = timestamp(context.now());
          policies.set(id, {
            ...policy,
            ...changes,
            ...(details && { PolicyDetails: details }),
            DateModified,
          });
          return json();
        });
      },
      'DELETE /policies/{id}': (_request, _context, { id = '' }) =>
        withPolicy(id, () => {
          policies.delete(id);
          return json();
        }),
      'GET /tags/{arn+}': (_request, _context, { arn = '' }) =>
        tagged(arn, (Tags) => json({ Tags: { ...Tags } })),
      'POST /tags/{arn+}': async (request, _context, { arn = '' }) => {
        const { Tags } = await jsonBody<PolicyInput>(request);
        return tagged(arn, (tags) => {
          Object.assign(tags, Tags);
          return json();
        });
      },
      'DELETE /tags/{arn+}': (request, _context, { arn = '' }) =>
        tagged(arn, (tags) => {
          for (const key of request.query.getAll('tagKeys')) delete tags[key];
          return json();
        }),
    }),
  };
}

/** What AWS fills in: the policy type, and the location of custom policies. */
function withDefaults(details: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const schedules = (details['Schedules'] ?? []) as Record<string, unknown>[];
  return {
    PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
    ResourceLocations: ['CLOUD'],
    ...details,
    Schedules: schedules.map((schedule) => ({
      ...schedule,
      CreateRule: { Location: 'CLOUD', ...(schedule['CreateRule'] as object) },
    })),
  };
}

function summary(policy: Policy): Record<string, unknown> {
  const { PolicyId, Description, State, Tags, PolicyDetails, DefaultPolicy } = policy;
  return { PolicyId, Description, State, Tags, PolicyType: PolicyDetails?.['PolicyType'], DefaultPolicy };
}

function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function notFound(id: string): GatewayResponse {
  return jsonError(404, 'ResourceNotFoundException', `no lifecycle policy ${id}`);
}
