/** Runs `local up|down|status` by itself, without the `strata` launcher. */
import { localCommand } from './command';

localCommand()
  .parseAsync()
  .catch((error: Error & { exitCode?: number }) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode ?? 1;
  });
