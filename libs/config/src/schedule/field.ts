/** One field of a cron expression: its name in messages, its range, and names for values. */
export interface CronField {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Names of the values from `first` on, e.g. `JAN`. @default none */
  readonly names?: readonly string[];
  /** Whether AWS takes `/` steps in it. @default true */
  readonly steps?: boolean;
}

/** Thrown for a field that cannot be understood; the message continues a sentence that starts with the field. */
export class FieldError extends Error {}

/**
 * The values of a field of `*`, values, names, `a-b` ranges, `/n` steps and `,` lists, ascending, without repeats.
 * @throws FieldError
 */
export function fieldValues(text: string, field: CronField): number[] {
  const values = text.split(',').flatMap((item) => itemValues(item, field));
  return [...new Set(values)].sort((a, b) => a - b);
}

function itemValues(item: string, field: CronField): number[] {
  const [base = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && field.steps === false)) throw unreadable(item, field);
  const increment = step === undefined ? 1 : Number(step);
  if (!Number.isInteger(increment) || increment < 1 || !/^\d*$/.test(step ?? ''))
    throw unreadable(item, field);

  const [from, to] = bounds(base, step !== undefined, field);
  const values: number[] = [];
  for (let value = from; value <= to; value += increment) values.push(value);
  return values;
}

/** First and last value of `*`, `a-b`, or `a`, which with a step reaches to the end of the field's range. */
function bounds(base: string, stepped: boolean, field: CronField): [number, number] {
  if (base === '*') return [field.first, field.last];
  const [from, to, ...rest] = base.split('-').map((value) => fieldValue(value, field));
  if (from === undefined || rest.length > 0) throw unreadable(base, field);
  if (to !== undefined && to < from) {
    throw new FieldError(`runs backwards in ${base}; list the values, or turn the range round`);
  }
  return [from, to ?? (stepped ? field.last : from)];
}

/** One number or name of a field. @throws FieldError */
export function fieldValue(text: string, field: CronField): number {
  const named = (field.names ?? []).indexOf(text.toUpperCase());
  const value = named === -1 ? Number(text) : named + field.first;
  if (named === -1 && !/^\d+$/.test(text)) throw unreadable(text, field);
  if (value < field.first || value > field.last) {
    throw new FieldError(`has ${text}; allowed are ${field.first} to ${field.last}`);
  }
  return value;
}

function unreadable(text: string, { first, last, names, steps }: CronField): FieldError {
  const named = names === undefined ? '' : ` or ${names[0]} to ${names.at(-1)}`;
  return new FieldError(
    `has ${JSON.stringify(text)}; allowed are ${first} to ${last}${named}, *, a-b ranges${steps === false ? '' : ', /n steps'} and , lists`,
  );
}
