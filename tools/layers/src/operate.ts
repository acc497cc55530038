import type { Layer } from '@strata/naming';
import type { LayerEvent, Operation } from './events';
import { predecessors, runInOrder } from './in-order';
import { LayerStop } from './layer-stop';
import { type LayerResult, LayerTracker, notRun } from './layer-tracker';
import { newLogFile } from './logs';
import { OutputReader } from './output-reader';
import type { LayerOptions, Prepared } from './prepare';
import { runCdktf } from './run-cdktf';
import { Turn } from './turn';

/** What an operation did. */
export interface LayersReport {
  readonly operation: Operation;
  readonly environment: string;
  readonly layers: readonly LayerResult[];
  readonly seconds: number;
  /** Terraform's text per layer, as read. */
  readonly texts: ReadonlyMap<Layer, readonly string[]>;
}

/** Each Terraform loads the provider's schema, about 4 s of CPU; the layers' graph never has more than two abreast. */
const LAYERS_AT_ONCE = 2;

/**
 * Runs one cdktf operation over already synthesised layers, by one cdktf process per layer.
 *
 * Not by one for all: when a layer fails, cdktf 0.21 ends at once, and the Terraform of a layer beside it loses its
 * pseudo-terminal and dies without saving its state. And given only some of the layers, it heeds no order at all.
 */
export async function operate(
  operation: Operation,
  layers: readonly Layer[],
  options: LayerOptions,
  prepared: Prepared,
): Promise<LayersReport> {
  const startedAt = performance.now();
  const results = new Map<Layer, LayerResult>(layers.map((layer) => [layer, notRun(layer)]));
  const texts = new Map<Layer, readonly string[]>();
  // A plugin cache, which cdktf uses without a mirror, must not be filled by two at once.
  const init = new Turn(prepared.provider.kind !== 'registry');
  const before = (layer: Layer): Layer[] =>
    operation === 'diff' ? [] : predecessors(layer, layers, operation === 'destroy');
  const order = { before, atOnce: LAYERS_AT_ONCE, signal: options.signal };
  await runInOrder(layers, order, async (layer) => {
    const leave = await init.take();
    const onEvent = (event: LayerEvent): void => {
      if (event.type === 'initialized') leave();
      options.onEvent?.(event);
    };
    const { result, text } = await operateOne(operation, layer, { ...options, onEvent }, prepared).finally(
      leave,
    );
    results.set(layer, result);
    texts.set(layer, text);
    return result.status === 'done';
  });
  return {
    operation,
    environment: options.environment.name,
    layers: [...results.values()],
    seconds: (performance.now() - startedAt) / 1000,
    texts,
  };
}

async function operateOne(operation: Operation, layer: Layer, options: LayerOptions, prepared: Prepared) {
  const { root, outDir, logDir, env } = prepared;
  const logFile = newLogFile(logDir, operation, layer);
  const reader = new OutputReader();
  const tracker = new LayerTracker(layer, operation);
  const stop = new LayerStop(options);
  const startedAt = performance.now();
  const exitCode = await runCdktf({
    args: cdktfArguments(operation, layer, outDir),
    root,
    env,
    logFile,
    signal: stop.interrupt,
    onLine: (line) => {
      for (const event of reader.read(line)) {
        if (event.type === 'planned' && operation !== 'diff') stop.beginApplying();
        tracker.add(event);
        options.onEvent?.(event);
      }
    },
  }).finally(() => stop.release());
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    result: tracker.finish(exitCode, seconds, logFile, reader.cdktfLines),
    text: reader.textOf(layer),
  };
}

function cdktfArguments(operation: Operation, layer: Layer, outDir: string): string[] {
  // The app is not run, since it has been already, but cdktf wants to be told one.
  const args = [
    operation,
    layer,
    '--skip-synth',
    '--skip-provider-lock',
    '--no-color',
    '--app',
    'true',
    '--output',
    outDir,
  ];
  // Preflight has looked at the layers beside.
  return operation === 'diff' ? args : [...args, '--auto-approve', '--ignore-missing-stack-dependencies'];
}
