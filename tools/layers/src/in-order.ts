import { type Layer, LAYER_DEPENDENCIES } from '@strata/naming';

/** What must be over before a layer's turn, in a run over `layers`: what it reads, or, in a destruction, what reads it. */
export function predecessors(layer: Layer, layers: readonly Layer[], destroying: boolean): Layer[] {
  return layers.filter((other) =>
    destroying ? LAYER_DEPENDENCIES[other].includes(layer) : LAYER_DEPENDENCIES[layer].includes(other),
  );
}

/** How a run over layers is ordered. */
export interface Order {
  /** What must have succeeded before a layer's turn. */
  readonly before: (layer: Layer) => readonly Layer[];
  /** How many layers run at once. */
  readonly atOnce: number;
  /** No further layer starts once it is aborted; those that run are waited for. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` for each layer as soon as its predecessors have succeeded. A layer that fails, by answering false or by
 * throwing, keeps back only those that wait for it. What was thrown first is thrown on once nothing runs any more.
 */
export async function runInOrder(
  layers: readonly Layer[],
  { before, atOnce, signal }: Order,
  work: (layer: Layer) => Promise<boolean>,
): Promise<void> {
  const waiting = new Set(layers);
  const succeeded = new Set<Layer>();
  const running = new Map<Layer, Promise<void>>();
  const thrown: unknown[] = [];
  const isReady = (layer: Layer): boolean => before(layer).every((other) => succeeded.has(other));

  for (;;) {
    for (const layer of [...waiting].filter(isReady).slice(0, atOnce - running.size)) {
      if (signal?.aborted) break;
      waiting.delete(layer);
      const ended = work(layer)
        .then((success) => void (success && succeeded.add(layer)))
        .catch((error: unknown) => void thrown.push(error))
        .finally(() => running.delete(layer));
      running.set(layer, ended);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (thrown.length > 0) throw thrown[0];
}
