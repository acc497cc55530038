import { formatSeconds, type Output, table } from '@strata/cli-kit';
import type { CountedReport, DiffReport } from './layers';
import { changesText } from './show-progress';

/** Prints what a deployment or destruction did: a table, or the same as JSON. */
export function printReport(report: CountedReport, output: Output): void {
  const { operation, environment, layers, seconds } = report;
  const value = { operation, environment, layers: layers.map(jsonOf), seconds: rounded(seconds) };
  output.result(value, () => {
    if (layers.length === 0) return `Nothing to ${operation} in environment ${environment}.`;
    const summary = table(layers, [
      { title: 'layer', value: (row) => row.layer },
      { title: 'status', value: (row) => row.status },
      { title: 'changes', value: (row) => (row.status === 'not-run' ? '' : changesText(row.changes)) },
      { title: 'resources', value: (row) => row.resources },
      {
        title: 'time',
        value: (row) => (row.status === 'not-run' ? '' : formatSeconds(row.seconds)),
        align: 'right',
      },
    ]);
    const errors = layers.flatMap(({ layer, error, logFile }) =>
      error ? [`\n${layer} failed:\n${indent(error)}\n  All output: ${logFile}\n`] : [],
    );
    return `${summary}${errors.join('')}`;
  });
}

/** Prints what a diff found: Terraform's plans, then a table; JSON has the counts only. */
export function printDiff(report: DiffReport, output: Output): void {
  const { environment, layers, notPlanned } = report;
  const value = {
    environment,
    layers: layers.map(({ layer, status, changes, error }) => ({
      layer,
      status,
      ...changes,
      ...(error ? { error } : {}),
    })),
    notPlanned,
  };
  output.result(value, () => {
    const plans = layers
      .filter(({ changes }) => changes.added + changes.changed + changes.destroyed > 0)
      .map(({ layer }) => `# ${layer}\n${planText(report.texts.get(layer) ?? [])}\n`);
    const rows = [
      ...layers.map(({ layer, status, changes, error }) => ({
        layer,
        outcome: status === 'failed' ? `failed: ${error ?? ''}` : changesText(changes),
      })),
      ...notPlanned.map((layer) => ({ layer, outcome: 'not planned: what it reads is not deployed yet' })),
    ];
    return [
      ...plans,
      table(rows, [
        { title: 'layer', value: (row) => row.layer },
        { title: 'plan', value: (row) => row.outcome },
      ]),
    ].join('\n');
  });
}

/** The part of `terraform plan`'s text that shows changes. */
function planText(lines: readonly string[]): string {
  const from = lines.findIndex((line) => line.includes('Terraform will perform the following actions'));
  const to = lines.findIndex((line) => /^─{5}/.test(line));
  return lines
    .slice(from + 1, to === -1 ? undefined : to)
    .join('\n')
    .trim();
}

function jsonOf({ layer, status, resources, changes, seconds, error }: CountedReport['layers'][number]) {
  return {
    name: layer,
    status,
    resources,
    ...changes,
    seconds: rounded(seconds),
    ...(error ? { error } : {}),
  };
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
