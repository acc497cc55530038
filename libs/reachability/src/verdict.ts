/** What is in the way, and what would clear it. */
export interface Obstacle {
  /** A sentence without its full stop. */
  readonly what: string;
  /** An order. */
  readonly fix: string;
}

/** Whether a connection is possible. */
export type Verdict =
  | {
      readonly open: true;
      /** By which rules and routes: the evidence. */
      readonly by: readonly string[];
    }
  | { readonly open: false; readonly obstacles: readonly Obstacle[] };

/** All must hold; what is in the way adds up. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  const obstacles = verdicts.flatMap((verdict) => (verdict.open ? [] : verdict.obstacles));
  if (obstacles.length > 0) return { open: false, obstacles };
  return { open: true, by: verdicts.flatMap((verdict) => (verdict.open ? verdict.by : [])) };
}

/** One that holds is enough; when none does, what is in each one's way is told. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ open }) => open) ?? allOf(verdicts);
}

/** Something is in the way. */
export function blocked(what: string, fix: string): Verdict {
  return { open: false, obstacles: [{ what, fix }] };
}

/** Nothing is in the way. */
export function open(...by: string[]): Verdict {
  return { open: true, by };
}
