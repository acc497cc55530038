import { EXIT_CODE_MEANINGS, type ExitCode } from './exit-codes';

/** What stands below a command's options in its `--help`. */
export interface HelpText {
  /** Command lines with what they do, e.g. `['strata deploy compute', 'deploy one layer']`. */
  readonly examples: readonly (readonly [commandLine: string, meaning: string])[];
  /** The codes this command can end with. @default 0, 1, 2 and 130 */
  readonly exitCodes?: readonly ExitCode[];
}

/** Examples and exit codes, for commander's `addHelpText('after', helpText({…}))`. */
export function helpText({ examples, exitCodes = [0, 1, 2, 130] }: HelpText): string {
  const codes = EXIT_CODE_MEANINGS.filter(([code]) => exitCodes.includes(code));
  const width = Math.max(...examples.map(([commandLine]) => commandLine.length));
  return [
    '',
    'Examples:',
    ...examples.map(([commandLine, meaning]) => `  $ ${commandLine.padEnd(width)}  # ${meaning}`),
    '',
    'Exit codes:',
    ...codes.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`),
  ].join('\n');
}
