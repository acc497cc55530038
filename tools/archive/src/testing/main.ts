import { exitWhenWritten, outliveReaders, runMain } from '@strata/cli-kit';
import { archiveCommand } from '../command';

/** The commands of this tool as a program of their own: tests kill it. */
outliveReaders();
void runMain(archiveCommand()).then(exitWhenWritten);
