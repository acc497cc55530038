/** One graph of a dashboard. */
export interface Graph {
  readonly title: string;
  /** Metrics as CloudWatch's dashboards take them: namespace, name, dimensions by name and value. */
  readonly metrics: readonly (readonly unknown[])[];
  /** @default 'Sum' */
  readonly stat?: string;
  /** @default 300 */
  readonly periodSeconds?: number;
  /** A line across the graph. @default - none */
  readonly limit?: { readonly label: string; readonly value: number };
}
