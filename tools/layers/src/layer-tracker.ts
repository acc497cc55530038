import type { Layer } from '@strata/naming';
import type { ChangeCounts, LayerEvent, Operation } from './events';

/** How one layer fared. */
export interface LayerResult {
  readonly layer: Layer;
  /** `not-run`: what it waits for failed, or the run was interrupted before it. */
  readonly status: 'done' | 'failed' | 'not-run';
  readonly changes: ChangeCounts;
  /** How long the layer took, from `terraform init` on. */
  readonly seconds: number;
  /** Terraform's own words, for a failed layer. */
  readonly error?: string;
  /** All of cdktf's and Terraform's output; absent for a layer that did not run. */
  readonly logFile?: string;
}

const NO_CHANGES: ChangeCounts = { added: 0, changed: 0, destroyed: 0 };

/** The result of a layer whose turn never came. */
export function notRun(layer: Layer): LayerResult {
  return { layer, status: 'not-run', changes: NO_CHANGES, seconds: 0 };
}

/** Gathers one layer's events into its result. */
export class LayerTracker {
  private done = false;
  private changes = NO_CHANGES;
  private readonly error: string[] = [];

  constructor(
    private readonly layer: Layer,
    private readonly operation: Operation,
  ) {}

  /** Takes an event in; those of other layers are not expected here. */
  add(event: LayerEvent): void {
    if (event.type === 'planned') this.changes = event.plan;
    if (event.type === 'done') this.changes = event.changes;
    if (event.type === 'done' || (event.type === 'planned' && this.operation === 'diff')) this.done = true;
    if (event.type === 'error-line') this.error.push(event.text);
  }

  /**
   * The result when cdktf has ended.
   *
   * @param cdktfLines what cdktf itself said: the only explanation when Terraform never spoke
   */
  finish(exitCode: number, seconds: number, logFile: string, cdktfLines: readonly string[]): LayerResult {
    const { layer, changes } = this;
    const failed = exitCode !== 0 || !this.done || this.error.length > 0;
    if (!failed) return { layer, status: 'done', changes, seconds, logFile };
    const error = tidy(this.error) || tidy(cdktfLines) || `ended before it was done (code ${exitCode})`;
    return { layer, status: 'failed', changes, seconds, logFile, error };
  }
}

/** Lines without the blank runs and the repetitions that Terraform leaves. */
function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^(Error: [^\n]+)(\n+\1)+$/gm, '$1')
    .trim();
}
