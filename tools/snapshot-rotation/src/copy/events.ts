import type { CopyItem } from './report';

/** What happens while copies are made, for progress and logs. */
export type CopyEvent =
  | { readonly kind: 'planned'; readonly region: string; readonly copies: number; readonly left: number }
  | {
      readonly kind: 'started';
      readonly region: string;
      readonly snapshotId: string;
      readonly copyId: string;
    }
  /** As many copies are under way as may be. */
  | { readonly kind: 'waiting'; readonly region: string; readonly notStarted: number }
  /** Percent over all copies that this run started. */
  | { readonly kind: 'progress'; readonly region: string; readonly settled: number; readonly percent: number }
  | { readonly kind: 'ended'; readonly region: string; readonly item: CopyItem }
  | { readonly kind: 'pruned'; readonly region: string; readonly removed: number; readonly failed: number };

/** Told each event as it happens. */
export type OnCopyEvent = (event: CopyEvent) => void;
