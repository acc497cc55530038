/** What the background process tells its starter. */
export type DaemonMessage =
  | { readonly kind: 'log'; readonly message: string }
  | { readonly kind: 'ready'; readonly endpoint: string }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: number };
