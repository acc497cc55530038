import { TAG } from '../tags';

/** What is put back on an instance, in the order in which it is done. */
export type RestoreStep = 'thaw' | 'start' | 'leave-standby';

/** The tag that says that a step is due; it goes when the step is done, and only then. */
export const STEP_TAG: Readonly<Record<RestoreStep, string>> = {
  thaw: TAG.frozenBy,
  start: TAG.stoppedBy,
  'leave-standby': TAG.standbyBy,
};
