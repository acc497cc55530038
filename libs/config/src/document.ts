import { type Document, LineCounter, parseDocument } from 'yaml';
import { ConfigurationError } from './errors';
import type { Path } from './path';

/** An environment file as read: plain data, and where each part of it stands. */
export interface EnvironmentDocument {
  /** Plain data as YAML gives it; not validated. */
  readonly data: unknown;
  /** Line of the value at `path`, or of the nearest parent that is written down; undefined when none is. */
  lineOf(path: Path): number | undefined;
}

/**
 * Reads YAML text.
 * @throws ConfigurationError with every syntax error (duplicate keys among them) and its line
 */
export function readDocument(yamlText: string, source: string): EnvironmentDocument {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      source,
      document.errors.map((error) => ({
        path: '',
        message: `is not valid YAML: ${error.message}`,
        line: lines.linePos(error.pos[0]).line,
      })),
    );
  }

  const lineOf = (path: Path): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const start = (node as { range?: [number, number, number] } | undefined)?.range?.[0];
      if (start !== undefined) return lines.linePos(start).line;
    }
    return undefined;
  };
  return { data: plainData(document, source), lineOf };
}

/** Aliases are looked up only now: one without its anchor, or thousands of them, is a fault of the text as well. */
function plainData(document: Document, source: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) {
      throw new ConfigurationError(source, [{ path: '', message: `is not valid YAML: ${error.message}` }]);
    }
    throw error;
  }
}
