import type { Entry } from './entry';

/** A moment of a run at which a fault can be injected. */
export interface FaultPoint {
  readonly phase: 'launch' | 'prepare' | 'transfer' | 'verify' | 'delete';
  /** The entry worked on; absent for the phase as a whole. */
  readonly path?: string;
  readonly entry?: Entry;
  /** How much of the entry's content has passed; absent before the first of it. */
  readonly bytes?: number;
}

/** Called at each fault point; what it throws fails that entry, or the phase when there is no entry. */
export type Faults = (point: FaultPoint) => Promise<void> | void;

/** No faults: what a run has unless told otherwise. */
export const noFaults: Faults = () => undefined;

/** Several faults at once, in their order. */
export function allFaults(faults: readonly Faults[]): Faults {
  return async (point) => {
    for (const fault of faults) await fault(point);
  };
}
