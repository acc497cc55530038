import { exitWhenWritten, runMain } from '@strata/cli-kit';
import { snapshotsCommand } from '../command';

/** The commands of this tool as a program of their own: tests interrupt and kill it. */
void runMain(snapshotsCommand()).then(exitWhenWritten);
