/** Name of the environment of a command that names none. */
export const DEFAULT_ENVIRONMENT = 'local';

/** Commands whose second word is a subcommand or a layer, and that take `--env`. */
const COMMAND = /\bstrata (datasync|alerts|archive|snapshots|state|deploy|diff) ([a-z][a-z-]*)/g;

/**
 * A text for people with the environment in each `strata …` command of it: who copies one out of an e-mail must not do it
 * to another environment. Without the default one's, which a command without `--env` means. Pure.
 */
export function withEnvironment(text: string, environment: string): string {
  return environment === DEFAULT_ENVIRONMENT
    ? text
    : text.replace(COMMAND, `strata $1 $2 --env ${environment}`);
}
