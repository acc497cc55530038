import { type Output, plural, type Progress, startProgress } from '@strata/cli-kit';
import type { Layer } from '@strata/naming';
import type { ChangeCounts, LayerEvent } from './events';

/** Progress of a run over layers, fed by its events. */
export interface LayerProgress {
  readonly onEvent: (event: LayerEvent) => void;
  readonly stop: () => Promise<void>;
}

/** Shows a run's events as progress: one step per layer. */
export async function showProgress(layers: readonly Layer[], output: Output): Promise<LayerProgress> {
  const progress = await startProgress(
    layers.map((layer) => ({ key: layer, title: layer })),
    output,
  );
  const begun = new Set<Layer>();
  const failed = new Set<Layer>();
  return {
    onEvent: (event) => {
      if (event.type === 'initialized') return progress.update(event.layer, 'initialised, waiting');
      if (!begun.has(event.layer) && event.type !== 'initializing') {
        begun.add(event.layer);
        progress.start(event.layer);
      }
      if (event.type === 'error-line') {
        if (!failed.has(event.layer)) progress.fail(event.layer, event.text.trim());
        failed.add(event.layer);
      } else showEvent(event, progress);
    },
    stop: () => progress.stop(),
  };
}

/** What a change comes to, in words: `12 added, 1 changed`; `no changes`. */
export function changesText({ added, changed, destroyed }: ChangeCounts): string {
  const parts = [
    added && `${added} added`,
    changed && `${changed} changed`,
    destroyed && `${destroyed} destroyed`,
  ];
  return parts.filter(Boolean).join(', ') || 'no changes';
}

function showEvent(event: Exclude<LayerEvent, { type: 'error-line' }>, progress: Progress): void {
  switch (event.type) {
    case 'initializing':
      return progress.update(event.layer, 'initialising');
    case 'planning':
      return progress.update(event.layer, 'planning');
    case 'planned': {
      const { added, changed, destroyed } = event.plan;
      return progress.update(event.layer, `planned ${plural(added + changed + destroyed, 'change')}`);
    }
    case 'resource-done':
      return progress.update(event.layer, `${event.done} of ${event.total}: ${event.address}`);
    case 'done':
      return progress.done(event.layer, changesText(event.changes));
  }
}
