/** Options of a call that a signal aborts; without a signal none at all, as the SDK's types want it. */
export function abortable(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
