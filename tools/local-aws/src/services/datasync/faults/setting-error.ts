/** A fault of DataSync that makes no sense. Nothing was changed. */
export class DataSyncFaultError extends Error {
  override readonly name = 'DataSyncFaultError';
  readonly exitCode = 2;

  /** @param faults one line each: name, value got, what is allowed */
  constructor(readonly faults: readonly string[]) {
    super(
      [
        'DataSync of the local AWS cannot fail in this way; nothing was changed.',
        ...faults.map((fault) => `  ${fault}`),
      ].join('\n'),
    );
  }
}
