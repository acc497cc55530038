import { plural } from '@strata/cli-kit';
import { capsExceeded, type DeletionCaps } from '../caps/deletion-caps';
import type { Refusal } from './errors';
import type { SyncPlan } from './plan';

/** What guards go by, besides the plan. */
export interface GuardFacts {
  readonly source: string;
  readonly destination: string;
  readonly caps: DeletionCaps;
  /** Of a destination bucket; `undefined` for a directory, `unknown` where it may not be asked. */
  readonly versioning: 'Enabled' | 'Suspended' | 'never' | 'unknown' | undefined;
  /** Whether the source directory is still the one that the walk began with. */
  readonly isSameRoot: boolean;
  /** Guards that were taken away on purpose. */
  readonly allowed: { readonly emptySource: boolean; readonly unversioned: boolean };
}

/** What a guard looks at. */
type GuardedPlan = Pick<SyncPlan, 'amounts' | 'sourceItems' | 'destinationItems' | 'unread'>;

/** Why a plan must not run; none where it deletes nothing. All reasons are found, not only the first. */
export function refusalsOf(plan: GuardedPlan, facts: GuardFacts): Refusal[] {
  const { items } = plan.amounts.delete;
  if (items === 0) return [];
  return [
    ...changedRoot(facts),
    ...unread(plan),
    ...emptySource(plan, facts),
    ...versioning(facts),
    ...cap(items, plan.destinationItems, facts.caps),
  ];
}

function* changedRoot({ source, isSameRoot }: GuardFacts): Generator<Refusal> {
  if (isSameRoot) return;
  yield {
    reason: `${source} became another directory while it was read: was something mounted or unmounted there?`,
    fix: 'Run again once it is as it should be.',
  };
}

function* unread({ unread }: GuardedPlan): Generator<Refusal> {
  const [first] = unread;
  if (first === undefined) return;
  const others = unread.length > 1 ? `, and others (${unread.length} or more in all)` : '';
  yield {
    reason: `not all of the source can be read: ${first.path} (${first.reason})${others}; what is missing there is not known`,
    fix: 'Make it readable, or leave it out with --exclude: what is excluded is not deleted.',
  };
}

function* emptySource(
  { sourceItems }: GuardedPlan,
  { source, destination, allowed }: GuardFacts,
): Generator<Refusal> {
  if (sourceItems > 0 || allowed.emptySource) return;
  yield {
    reason: `the source ${source} has nothing that would be synced, so all would be deleted`,
    fix: `If that is meant: --unsafe-empty-source ${destination}`,
  };
}

function* versioning({ versioning: state, destination, allowed }: GuardFacts): Generator<Refusal> {
  if (state === undefined || state === 'Enabled' || allowed.unversioned) return;
  const why = {
    Suspended: 'versioning of the destination bucket is suspended',
    never: 'the destination bucket has no versioning',
    unknown: 'whether the destination bucket has versioning may not be asked (s3:GetBucketVersioning)',
  }[state];
  yield {
    reason: `${why}, so what is deleted is gone for good`,
    fix: `Turn it on: aws s3api put-bucket-versioning --versioning-configuration Status=Enabled. If it is meant: --unsafe-unversioned ${destination}`,
  };
}

function* cap(items: number, all: number, caps: DeletionCaps): Generator<Refusal> {
  const over = capsExceeded(items, all, caps);
  if (over.length === 0) return;
  const share = all === 0 ? 0 : (items / all) * 100;
  yield {
    reason: `${items} of ${plural(all, 'item')} at the destination (${Math.ceil(share)} %) would be deleted; allowed: ${over.join(' and ')}`,
    fix: `If it is meant: --max-delete ${items}`,
  };
}
