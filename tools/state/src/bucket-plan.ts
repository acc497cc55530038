/** What is known of a state bucket; each part false when the bucket does not exist. */
export interface BucketFacts {
  readonly exists: boolean;
  readonly versioned: boolean;
  readonly encrypted: boolean;
  readonly publicAccessBlocked: boolean;
}

/** One thing to do to a state bucket. */
export interface BucketStep {
  readonly action: 'create' | 'version' | 'encrypt' | 'block-public-access';
  readonly reason: string;
}

const STEPS: readonly (BucketStep & { readonly unless: keyof BucketFacts })[] = [
  { unless: 'exists', action: 'create', reason: 'the bucket does not exist' },
  {
    unless: 'versioned',
    action: 'version',
    reason: 'an overwritten state can be had back only with versioning',
  },
  { unless: 'encrypted', action: 'encrypt', reason: 'states hold attributes of every resource' },
  { unless: 'publicAccessBlocked', action: 'block-public-access', reason: 'no state is ever public' },
];

/** What makes the bucket fit for states, in order; nothing when it is. */
export function planBucket(facts: BucketFacts): BucketStep[] {
  return STEPS.filter(({ unless }) => !facts[unless]).map(({ action, reason }) => ({ action, reason }));
}
