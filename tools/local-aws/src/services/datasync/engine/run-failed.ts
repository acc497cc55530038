/** Why a run ended in ERROR; `code` and message become Result.ErrorCode and ErrorDetail. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
