/** Options of an SDK call that a signal aborts; without a signal, none: the SDK's types know no undefined. */
export function abortable(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
