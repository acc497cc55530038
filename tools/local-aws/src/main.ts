/** Runs `local up|down|status` by itself, without the `strata` launcher. */
import { exitWhenWritten, runMain } from '@strata/cli-kit';
import { localCommand } from './command';

void runMain(localCommand()).then(exitWhenWritten);
