import { stripVTControlCharacters } from 'node:util';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** The cell's text; an empty string leaves it blank. */
  readonly value: (row: Row) => string | number;
  /** @default 'left', and 'right' where every value is a number */
  readonly align?: 'left' | 'right';
}

/**
 * An aligned table without rules, two spaces between columns: reads well, and `awk` reads it too.
 * Colour codes in cells do not disturb the alignment. No rows give an empty string.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  if (rows.length === 0) return '';
  const cells = columns.map((column) => [column.title, ...rows.map((row) => String(column.value(row)))]);
  // No spread: tables may have more rows than a call may have arguments.
  const widths = cells.map((column) => column.reduce((widest, cell) => Math.max(widest, width(cell)), 0));
  const right = columns.map(
    (column) => (column.align ?? (isNumeric(column, rows) ? 'right' : 'left')) === 'right',
  );
  const lines = [undefined, ...rows].map((_row, line) =>
    cells
      .map((column, at) => pad(column[line] ?? '', widths[at] ?? 0, right[at] === true))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** Seconds for people: `0.4 s`, `12 s`, `3 min 5 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `1 layer`, `2 layers`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

function isNumeric<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  return rows.every((row) => typeof column.value(row) === 'number');
}

function pad(text: string, to: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(text)));
  return right ? space + text : text + space;
}

function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
