import { datasyncCommand } from '../command';

/** What a command printed, and what it ended with. */
export interface Typed {
  readonly exitCode: unknown;
  readonly printed: string;
}

/** Runs a `strata datasync …` as it is typed, in this process, in the environment `local` at an endpoint. */
export async function typeDatasync(endpoint: string, ...words: string[]): Promise<Typed> {
  const printed: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const environment = { ...process.env, STRATA_ENV: 'local', STRATA_ENDPOINT: endpoint };
  jest.replaceProperty(process, 'env', environment);
  try {
    await datasyncCommand().parseAsync(words, { from: 'user' });
    return { exitCode: process.exitCode, printed: printed.join('') };
  } finally {
    process.exitCode = undefined;
    jest.restoreAllMocks();
  }
}
