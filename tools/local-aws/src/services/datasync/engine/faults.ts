/** A moment of a run at which a fault can be injected. */
export interface FaultPoint {
  readonly phase: 'prepare' | 'transfer' | 'verify' | 'delete';
  /** The entry worked on; absent for the phase as a whole. */
  readonly path?: string;
}

/** Called at each fault point; what it throws fails that entry, or the phase when there is no entry. */
export type Faults = (point: FaultPoint) => Promise<void> | void;

/** No faults: what a run has unless told otherwise. */
export const noFaults: Faults = () => undefined;
