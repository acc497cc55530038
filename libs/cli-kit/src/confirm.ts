import { createInterface } from 'node:readline/promises';
import { StrataError, UsageError } from './errors';
import { ExitCode } from './exit-codes';

/** The user said no. */
export class NotConfirmedError extends StrataError {
  override readonly name = 'NotConfirmedError';

  constructor() {
    super({ what: 'Not confirmed; nothing was done' }, ExitCode.refused);
  }
}

/**
 * Asks on the terminal before something that cannot be taken back. Anything but `y` or `yes` is a no.
 *
 * @throws NotConfirmedError at a no; UsageError when there is nobody to ask.
 */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError({
      what: 'Nobody is here to confirm: stdin is no terminal',
      fix: 'Give --yes to go ahead.',
    });
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new NotConfirmedError();
  } finally {
    asking.close();
  }
}
