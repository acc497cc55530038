/** What a shell should set and take away. */
export interface ShellChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

/** Lines for `eval` in any POSIX shell: `export NAME='value'`, `unset NAME`. */
export function shellLines({ set, unset }: ShellChanges): string {
  return [
    ...unset.map((name) => `unset ${name}`),
    ...Object.entries(set).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** In single quotes every character stands for itself, but for the quote. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
