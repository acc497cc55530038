/** What was asked of AWS: an answer, or why there is none (a permission that is missing). */
export type Reading<T> =
  { readonly readable: true; readonly value: T } | { readonly readable: false; readonly why: string };

/** An answer. */
export function known<T>(value: T): Reading<T> {
  return { readable: true, value };
}

/** No answer. */
export function unreadable(why: string): Reading<never> {
  return { readable: false, why };
}

/** The answer, where there is one. */
export function valueOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.readable ? reading.value : undefined;
}
