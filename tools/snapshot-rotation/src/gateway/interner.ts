/** Gives for equal texts always the same one. */
export type Intern = (text: string) => string;

/** Most texts that are remembered: values that repeat come early; names of single snapshots must not fill memory. */
const MOST = 20_000;

/**
 * Lets texts that repeat share their memory: of 100,000 snapshots, volume, run, policy and key are the same few thousand
 * texts over and over, but each is parsed out of an answer by itself. Halves what a listing takes.
 */
export function interner(): Intern {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    if (known.size < MOST) known.set(text, text);
    return text;
  };
}
