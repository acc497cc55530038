import { type EnvironmentDocument, readDocument } from './document';
import type { EnvironmentConfig } from './environment-config';
import { ConfigurationError, type Fault } from './errors';
import { parsePath } from './path';
import { validate } from './validate';

/** What a caller may add to a file. */
export interface ParseOverrides {
  /**
   * Replaces the file's `endpoint`: for a local AWS on another port. Refused for a file without one, so that a
   * real environment can never be pointed at a local AWS by accident.
   */
  readonly endpoint?: string;
  /** The name that the file must carry. */
  readonly expectedName?: string;
}

/**
 * Reads an environment from YAML text. Pure.
 *
 * @param source the file as named in errors
 * @throws ConfigurationError with every fault
 */
export function parseEnvironment(
  yamlText: string,
  source: string,
  overrides: ParseOverrides = {},
): EnvironmentConfig {
  const document = readDocument(yamlText, source);
  const faults: Fault[] = [...overrideFaults(document.data, overrides)];
  const validation = validate(
    faults.length > 0 ? document.data : withEndpoint(document.data, overrides.endpoint),
  );
  if ('config' in validation && faults.length === 0) return validation.config;

  if ('faults' in validation) faults.push(...validation.faults);
  throw new ConfigurationError(source, inFileOrder(faults, document, overrides));
}

/** Faults with their lines, as one meets them going down the file; those of no line come first. */
function inFileOrder(
  faults: readonly Fault[],
  document: EnvironmentDocument,
  overrides: ParseOverrides,
): Fault[] {
  return faults
    .map((fault): Fault => {
      // What comes from outside stands on no line of the file.
      if (fault.path === 'endpoint' && overrides.endpoint !== undefined) return fault;
      const line = document.lineOf(parsePath(fault.path));
      return line === undefined ? fault : { ...fault, line };
    })
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function* overrideFaults(data: unknown, { endpoint, expectedName }: ParseOverrides): Iterable<Fault> {
  if (!isGroup(data)) return;
  if (endpoint !== undefined && data['endpoint'] === undefined) {
    yield {
      path: 'endpoint',
      message: `is not in the file, so this environment is on the real AWS and STRATA_ENDPOINT ${JSON.stringify(endpoint)} is refused; unset STRATA_ENDPOINT, or choose a local environment`,
    };
  }
  const name = data['name'];
  if (expectedName !== undefined && typeof name === 'string' && name !== expectedName) {
    yield {
      path: 'name',
      message: `${JSON.stringify(name)} is not the name of the file; set ${expectedName}, or rename the file to ${name}.yaml`,
    };
  }
}

function withEndpoint(data: unknown, endpoint: string | undefined): unknown {
  return endpoint !== undefined && isGroup(data) ? { ...data, endpoint } : data;
}

function isGroup(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
