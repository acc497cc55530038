import { formOf } from '../gateway/derived';
import type { GatewayRequest } from '../gateway/service';
import {
  EC2_READ,
  EC2_RESOURCES,
  EC2_UNFILTERED,
  EC2_UNFILTERED_ACTIONS,
  EC2_WRITE,
  PUBLISHED_LIMITS,
} from './published-limits';
import type { BucketLimit } from './setting';

/** Tokens that a call draws from one bucket. */
export interface Charge {
  /** Names the bucket within its account and Region. */
  readonly bucket: string;
  readonly limit: BucketLimit;
  readonly tokens: number;
}

/**
 * The buckets that a call draws from: none where AWS publishes no limit, two where EC2 counts calls and instances.
 *
 * @param limits limits by API in place of the published ones
 */
export async function chargesOf(
  request: GatewayRequest,
  api: string,
  limits: Readonly<Record<string, BucketLimit>> = {},
): Promise<Charge[]> {
  const own = limits[api];
  if (own) return [{ bucket: api, limit: own, tokens: 1 }];
  const published = PUBLISHED_LIMITS[api];
  if (request.service !== 'ec2') return published ? [{ bucket: api, limit: published, tokens: 1 }] : [];

  const action = request.operation;
  const resources = EC2_RESOURCES[action];
  const form = EC2_UNFILTERED_ACTIONS.has(action) || resources ? await formOf(request) : undefined;
  const charges = [requestCharge(api, action, published, form)];
  if (resources && form) {
    charges.push({ bucket: `${api} resources`, limit: resources, tokens: touchedInstances(form) });
  }
  return charges;
}

function requestCharge(
  api: string,
  action: string,
  published: BucketLimit | undefined,
  form: URLSearchParams | undefined,
): Charge {
  if (form && EC2_UNFILTERED_ACTIONS.has(action) && !isFilteredOrPaginated(form)) {
    return { bucket: `${api} unfiltered`, limit: EC2_UNFILTERED, tokens: 1 };
  }
  const reads = /^(Describe|List|Search|Get)/.test(action);
  return { bucket: api, limit: published ?? (reads ? EC2_READ : EC2_WRITE), tokens: 1 };
}

/** Ids alone are no filter: AWS names filters and pagination only. */
function isFilteredOrPaginated(form: URLSearchParams): boolean {
  return form.has('Filter.1.Name') || form.has('MaxResults') || form.has('NextToken');
}

function touchedInstances(form: URLSearchParams): number {
  const named = [...form.keys()].filter((name) => name.startsWith('InstanceId.')).length;
  return named || Number(form.get('MaxCount') ?? 1);
}
