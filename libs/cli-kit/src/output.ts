import pc from 'picocolors';

/** How a command prints: text for people, or one JSON value for programs. */
export type OutputMode = 'text' | 'json';

/** The part of a stream that printing needs; `process.stdout` and `process.stderr` fit. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** Colour functions of picocolors; each returns its text unchanged when colour is off. */
export type Colors = ReturnType<typeof pc.createColors>;

/** Where a command prints: results on stdout, everything else (progress, notes, warnings) on stderr. */
export interface Output {
  readonly mode: OutputMode;
  /** Whether progress may redraw the terminal. */
  readonly interactive: boolean;
  /** Colours for text on stdout. */
  readonly colors: Colors;
  /** Colours for text on stderr. */
  readonly noteColors: Colors;
  /** Prints a result: `value` as JSON in JSON mode, else the text. Call it once per command in JSON mode. */
  result(value: unknown, text: () => string): void;
  /** Prints a line for people on stderr. */
  note(line: string): void;
}

/** What `createOutput` goes by; each defaults to the process's own. */
export interface OutputOptions {
  /** @default false */
  readonly json?: boolean | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  readonly stdout?: Sink | undefined;
  readonly stderr?: Sink | undefined;
}

/** The output of a command run with `--json` or without. Progress is off in JSON mode only when stderr is no terminal. */
export function createOutput(options: OutputOptions = {}): Output {
  const {
    json = false,
    environment: env = process.env,
    stdout = process.stdout,
    stderr = process.stderr,
  } = options;
  return {
    mode: json ? 'json' : 'text',
    interactive: stderr.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'],
    colors: pc.createColors(!json && hasColor(stdout, env)),
    noteColors: pc.createColors(hasColor(stderr, env)),
    result(value, text) {
      stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : endLine(text()));
    },
    note(line) {
      stderr.write(endLine(line));
    },
  };
}

/**
 * Whether text written to `sink` may be coloured: on a terminal only, and never with a non-empty `NO_COLOR`
 * (https://no-color.org) or `TERM=dumb`.
 */
export function hasColor(sink: Sink, env: NodeJS.ProcessEnv = process.env): boolean {
  return sink.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
