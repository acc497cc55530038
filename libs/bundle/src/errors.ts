/** A function's code could not be bundled. The message has every fault with file and line. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  /** The operation failed. */
  readonly exitCode = 1;

  /** @param faults what esbuild says, each with its place */
  constructor(
    readonly entry: string,
    readonly faults: readonly string[],
  ) {
    super(`${entry} cannot be bundled:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}
