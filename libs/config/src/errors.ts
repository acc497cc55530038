/** One thing that is wrong in an environment file. */
export interface Fault {
  /** Where, e.g. `network.zones[1]`; empty for the file as a whole. */
  readonly path: string;
  /** The value got, what is allowed and how to fix it; continues the sentence that `path` begins. */
  readonly message: string;
  /** Line in the file, from 1, when known. */
  readonly line?: number;
}

/** The environment file is not valid. Carries every fault, not only the first. Nothing was done. */
export class ConfigurationError extends Error {
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  /** @param source the file, as named to the user */
  constructor(
    readonly source: string,
    readonly faults: readonly Fault[],
  ) {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    super(`${source} has ${count}:\n${faults.map(faultLine).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

function faultLine({ path, message, line }: Fault): string {
  return `  ${path === '' ? '' : `${path}: `}${message}${line === undefined ? '' : ` (line ${line})`}`;
}

/** There is no file for the environment that was asked for. */
export class UnknownEnvironmentError extends Error {
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  /**
   * @param environment the name asked for
   * @param available the environments there are, by name
   * @param configDir the folder searched
   */
  constructor(
    readonly environment: string,
    readonly available: readonly string[],
    configDir: string,
  ) {
    const choice =
      available.length === 0
        ? 'there is none yet: copy production.example.yaml to <name>.yaml and edit it'
        : `there ${available.length === 1 ? 'is' : 'are'} ${available.join(', ')}; choose one by --env or STRATA_ENV, or add a file <name>.yaml for a new one`;
    super(`no environment ${JSON.stringify(environment)} in ${configDir}; ${choice}`);
    this.name = 'UnknownEnvironmentError';
  }
}

/** No folder with environment files was found. */
export class ConfigurationFolderError extends Error {
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  /** @param searched the folders from which the workspace root was looked for */
  constructor(searched: readonly string[]) {
    super(
      `no folder config/ beside an nx.json in ${searched.join(' or ')} or above; run the command inside the workspace`,
    );
    this.name = 'ConfigurationFolderError';
  }
}
