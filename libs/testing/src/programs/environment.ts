/** What points a command at a local AWS, in the environment `local`. */
export function localEnvironment(endpoint: string): Readonly<Record<string, string>> {
  return { STRATA_ENDPOINT: endpoint, STRATA_ENV: 'local' };
}
