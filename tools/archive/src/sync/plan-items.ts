/** Something that goes from the source to the destination. */
export interface Transfer {
  readonly action: 'new' | 'update';
  readonly path: string;
  readonly reason: string;
  readonly bytes: number;
  /** What it is at the source. */
  readonly kind: 'file' | 'link' | 'object';
  /** Of an object. */
  readonly etag?: string | undefined;
  /** Of an object: time it was stored, ISO 8601. */
  readonly lastModified?: string | undefined;
}

/** Something that goes from the destination, since the source has it no more. */
export interface PlannedDeletion {
  readonly action: 'delete';
  readonly path: string;
  readonly reason: string;
  readonly bytes: number;
  /** Of a file: its mtime, nanoseconds, by which it is known again. */
  readonly mtimeNs?: string | undefined;
}

/** Something for which nothing is done. */
export interface LeftAlone {
  /**
   * - `unchanged`: the same on both sides.
   * - `skipped`: left out on purpose, such as a link.
   * - `kept`: the destination has more than the source, and nothing is deleted.
   * - `fault`: it cannot be synced.
   */
  readonly action: 'unchanged' | 'skipped' | 'kept' | 'fault';
  readonly path: string;
  readonly reason: string;
  readonly bytes: number;
}

/** One line of a plan. */
export type PlanItem = Transfer | PlannedDeletion | LeftAlone;

/** What may become of a path. */
export type PlanAction = PlanItem['action'];

/** How many, and how many bytes. */
export interface Amount {
  readonly items: number;
  readonly bytes: number;
}

/** The actions in the order in which they are told. */
export const PLAN_ACTIONS = ['new', 'update', 'delete', 'unchanged', 'kept', 'skipped', 'fault'] as const;
