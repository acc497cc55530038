/**
 * The values of a field as crontab and systemd's calendars write them: `*` for all, a list of values and `a-b` ranges
 * otherwise (`between` is `..` for systemd).
 */
export function valueList(
  values: readonly number[],
  all: { readonly first: number; readonly last: number },
  between: string,
  text: (value: number) => string = String,
): string {
  if (values.length === all.last - all.first + 1) return '*';
  const runs: [number, number][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === value - 1) run[1] = value;
    else runs.push([value, value]);
  }
  return runs
    .map(([from, to]) => {
      if (from === to) return text(from);
      return to === from + 1 ? `${text(from)},${text(to)}` : `${text(from)}${between}${text(to)}`;
    })
    .join(',');
}
