import type { EnvironmentConfig } from '../environment-config';
import type { Check } from './check';

/** Days that an object must have been in S3 Standard, and then in an infrequent-access class, before it moves on. */
const INFREQUENT_ACCESS_DAYS = 30;
const INFREQUENT_ACCESS: readonly string[] = ['STANDARD_IA', 'ONEZONE_IA'];

/**
 * Classes from warm to cold: S3 moves objects downwards only, and not from One Zone-IA to Glacier Instant Retrieval
 * (S3 User Guide, "Transitioning objects using Amazon S3 Lifecycle").
 */
const WATERFALL: readonly string[] = [
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

interface Step {
  readonly path: string;
  readonly afterDays: number;
  readonly storageClass: string;
}

/** Checks of the archive's lifecycle. */
export const storageChecks: readonly Check[] = [
  function* transitionsGoDownInTime({ storage: { lifecycle }, backup: { datasync } }) {
    let before: Step = {
      path: 'backup.datasync.storageClass',
      afterDays: 0,
      storageClass: datasync.storageClass.replace('GLACIER_INSTANT_RETRIEVAL', 'GLACIER_IR'),
    };
    for (const step of transitionSteps(lifecycle)) {
      yield* stepFaults(before, step);
      before = step;
    }
  },

  function* noncurrentVersionsOutliveTheRetention({ storage: { lifecycle }, backup: { objectives } }) {
    if (lifecycle.noncurrentRetentionDays < objectives.retentionDays) {
      yield {
        path: 'storage.lifecycle.noncurrentRetentionDays',
        message: `${lifecycle.noncurrentRetentionDays} is less than backup.objectives.retentionDays ${objectives.retentionDays}, so older states could not be gone back to; set ${objectives.retentionDays} or more`,
      };
    }
  },

  function* noncurrentTransitionComesBeforeExpiry({ storage: { lifecycle } }) {
    const { noncurrentDeepArchiveAfterDays: transition, noncurrentRetentionDays: expiry } = lifecycle;
    if (transition !== undefined && transition >= expiry) {
      yield {
        path: 'storage.lifecycle.noncurrentDeepArchiveAfterDays',
        message: `${transition} is not before noncurrentRetentionDays ${expiry}, when the version is deleted; set less than ${expiry}, or leave it out`,
      };
    }
  },

  function* directDeepArchive({ backup: { datasync } }) {
    if (datasync.storageClass === 'DEEP_ARCHIVE') {
      yield {
        path: 'backup.datasync.storageClass',
        message:
          'DEEP_ARCHIVE would archive files on the day they are written; write a warmer class and set storage.lifecycle.deepArchiveAfterDays (30 or more)',
      };
    }
  },
];

function transitionSteps(lifecycle: EnvironmentConfig['storage']['lifecycle']): Step[] {
  return [
    ...lifecycle.transitions.map((transition, index) => ({
      path: `storage.lifecycle.transitions[${index}]`,
      ...transition,
    })),
    {
      path: 'storage.lifecycle.deepArchiveAfterDays',
      afterDays: lifecycle.deepArchiveAfterDays,
      storageClass: 'DEEP_ARCHIVE',
    },
  ];
}

function* stepFaults(before: Step, step: Step) {
  const got = `${step.storageClass} after ${step.afterDays} days`;
  const previous = `${before.storageClass} after ${before.afterDays} days`;
  if (before.storageClass === 'DEEP_ARCHIVE') return;
  if (
    WATERFALL.indexOf(step.storageClass) <= WATERFALL.indexOf(before.storageClass) ||
    (before.storageClass === 'ONEZONE_IA' && step.storageClass === 'GLACIER_IR')
  ) {
    yield {
      path: step.path,
      message: `${got} cannot follow ${before.storageClass} (${before.path}); S3 moves objects to colder classes only: ${WATERFALL.join(' → ')}`,
    };
    return;
  }

  const stay =
    INFREQUENT_ACCESS.includes(before.storageClass) || INFREQUENT_ACCESS.includes(step.storageClass)
      ? INFREQUENT_ACCESS_DAYS
      : 1;
  const earliest = before.afterDays + (before.afterDays === 0 && stay === 1 ? 0 : stay);
  if (step.afterDays < earliest) {
    yield { path: step.path, message: `${got} is too soon after ${previous}; set ${earliest} days or more` };
  }
}
