import { App } from 'cdktf';

/**
 * Runs an app's `main`: builds its stacks and writes their Terraform JSON to `cdktf.out`, or to `CDKTF_OUTDIR`.
 * A fault that has an exit code of its own (bad configuration), and what a construct's validation refuses, are told in
 * their own words, without a stack trace.
 */
export function synthesise(build: (app: App) => void): void {
  try {
    const app = new App();
    build(app);
    app.synth();
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === undefined) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = exitCode;
  }
}

/** Bad usage or configuration: nothing was done. */
const BAD_CONFIGURATION = 2;

function exitCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('exitCode' in error && typeof error.exitCode === 'number') return error.exitCode;
  // cdktf throws a plain Error for what constructs refuse; its text is the only mark.
  return error.message.startsWith('Validation failed') ? BAD_CONFIGURATION : undefined;
}
