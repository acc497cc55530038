import { type Layer, LAYER_DEPENDENCIES } from '@strata/naming';
import type { ChangeCounts, LayerEvent, Operation } from './events';

/** How one layer fared. */
export interface LayerResult {
  readonly layer: Layer;
  /** `not-run`: what it waits for failed, or the run was interrupted before it. */
  readonly status: 'done' | 'failed' | 'not-run';
  readonly changes: ChangeCounts;
  /** From the moment nothing held it back any more, in seconds. */
  readonly seconds: number;
  /** Terraform's own words, for a failed layer. */
  readonly error?: string;
}

interface Record {
  state: 'waiting' | 'done' | 'failed';
  changes: ChangeCounts;
  endedAt: number;
  error: string[];
  begun: boolean;
}

/**
 * Gathers events into one result per layer. Times are milliseconds of one clock.
 * cdktf initialises all layers first, one after the other, and then works on each as soon as those before it are done.
 */
export class LayerResults {
  private readonly records: Map<Layer, Record>;
  private initializedAt: number;

  constructor(
    private readonly layers: readonly Layer[],
    private readonly operation: Operation,
    startedAt: number,
  ) {
    this.initializedAt = startedAt;
    const none = { added: 0, changed: 0, destroyed: 0 };
    this.records = new Map(
      layers.map((layer) => [
        layer,
        { state: 'waiting', changes: none, endedAt: 0, error: [], begun: false },
      ]),
    );
  }

  /** Takes an event in. */
  add(event: LayerEvent, at: number): void {
    const record = this.records.get(event.layer);
    if (!record) return;
    if (event.type === 'initializing' || event.type === 'initialized') this.initializedAt = at;
    else record.begun = true;
    if (event.type === 'planned') record.changes = event.plan;
    if (event.type === 'planned' && this.operation === 'diff')
      Object.assign(record, { state: 'done', endedAt: at });
    if (event.type === 'done') Object.assign(record, { state: 'done', changes: event.changes, endedAt: at });
    if (event.type === 'error-line') {
      Object.assign(record, { state: 'failed', endedAt: at });
      record.error.push(event.text);
    }
  }

  /** The results once the run has ended. */
  finish(at: number): LayerResult[] {
    return this.layers.map((layer) => {
      const record = this.recordOf(layer);
      const { state, begun } = record;
      const status = state === 'done' ? 'done' : state === 'failed' || begun ? 'failed' : 'not-run';
      const seconds = status === 'not-run' ? 0 : ((record.endedAt || at) - this.freeAt(layer)) / 1000;
      const error = tidy(record.error);
      return {
        layer,
        status,
        changes: record.changes,
        seconds: Math.max(0, seconds),
        ...(status === 'failed' ? { error: error || 'ended before it was done' } : {}),
      };
    });
  }

  private freeAt(layer: Layer): number {
    const before = this.layers.filter((other) =>
      this.operation === 'destroy'
        ? LAYER_DEPENDENCIES[other].includes(layer)
        : LAYER_DEPENDENCIES[layer].includes(other),
    );
    return Math.max(this.initializedAt, ...before.map((other) => this.recordOf(other).endedAt));
  }

  private recordOf(layer: Layer): Record {
    return this.records.get(layer) as Record;
  }
}

/** Error lines without the blank runs and repetitions that Terraform leaves. */
function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/(Error: [^\n]+)(\n\n\1)+/g, '$1')
    .trim();
}
