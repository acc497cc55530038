/** A setting of unkindness that makes no sense. Nothing was changed. */
export class UnkindSettingError extends Error {
  override readonly name = 'UnkindSettingError';
  readonly exitCode = 2;

  /** @param faults one line each: name, value got, what is allowed */
  constructor(readonly faults: readonly string[]) {
    super(
      [
        'The local AWS cannot be unkind in this way; nothing was changed.',
        ...faults.map((fault) => `  ${fault}`),
      ].join('\n'),
    );
  }
}
