import { App } from 'cdktf';

/**
 * Runs an app's `main`: builds its stacks and writes their Terraform JSON to `cdktf.out`, or to `CDKTF_OUTDIR`.
 * A fault that has an exit code of its own (bad configuration) is told in its own words, without a stack trace.
 */
export function synthesise(build: (app: App) => void): void {
  try {
    const app = new App();
    build(app);
    app.synth();
  } catch (error) {
    if (!(error instanceof Error) || !('exitCode' in error) || typeof error.exitCode !== 'number')
      throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
