import { type Layer, LAYERS } from '@strata/naming';
import type { ChangeCounts, LayerEvent } from './events';

const BLOCK_START = new RegExp(`^(${LAYERS.join('|')})(?: {2}(.*))?$`);
const PLAN = /^Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/;
const APPLIED = /^Apply complete! Resources: (?:\d+ imported, )?(\d+) added, (\d+) changed, (\d+) destroyed/;
const DESTROYED = /^Destroy complete! Resources: (\d+) destroyed/;
const NO_CHANGES = /^No changes\./;
const STARTED = /^(\S.*?): (?:Creating|Modifying|Destroying|Still )/;
const FINISHED = /^(\S.*?): (?:Creation|Modifications|Destruction) complete after/;
/** cdktf's own status, and the code that it repeats of Terraform: no news. */
const CDKTF_STATUS = /^\d+ Stacks? (deploying|destroying)|^Invoking Terraform CLI failed with exit code/;
const NOTHING: ChangeCounts = { added: 0, changed: 0, destroyed: 0 };

/**
 * Turns cdktf's plain output (`--no-color`, not on a terminal) into events.
 *
 * cdktf prints Terraform's output in blocks: the first line begins with the layer's name and two spaces, the lines
 * that follow are indented to the same column. Blocks of layers that run side by side alternate.
 */
export class OutputReader {
  private current: Layer | undefined;
  private readonly totals = new Map<Layer, number>();
  private readonly finished = new Map<Layer, number>();
  private readonly failing = new Set<Layer>();
  private readonly texts = new Map<Layer, string[]>();
  private readonly outside: string[] = [];

  /** The events of one line, without its line end. Most lines have none. */
  read(line: string): LayerEvent[] {
    const start = BLOCK_START.exec(line);
    if (start) this.current = start[1] as Layer;
    else if (line !== '' && !line.startsWith('   ')) this.current = undefined;
    const layer = this.current;
    if (!layer) {
      if (line.trim() !== '' && !CDKTF_STATUS.test(line)) this.outside.push(line);
      return [];
    }
    const text = start ? (start[2] ?? '') : line.slice(layer.length + 2);
    this.textOf(layer).push(text);
    return this.eventsOf(layer, text.trimEnd());
  }

  /** All of Terraform's text for a layer so far, without cdktf's indentation. */
  textOf(layer: Layer): string[] {
    const text = this.texts.get(layer) ?? [];
    this.texts.set(layer, text);
    return text;
  }

  /** What cdktf itself said, outside of every layer: usage errors, its own faults. */
  get cdktfLines(): readonly string[] {
    return this.outside;
  }

  private eventsOf(layer: Layer, text: string): LayerEvent[] {
    if (/^(│ )?Error: /.test(text.trimStart())) this.failing.add(layer);
    if (this.failing.has(layer)) return [{ type: 'error-line', layer, text: text.replace(/^│ ?/, '') }];
    if (text.startsWith('Initializing the backend')) return [{ type: 'initializing', layer }];
    if (text.includes('successfully initialized')) return [{ type: 'initialized', layer }];
    const plan = PLAN.exec(text);
    if (plan) return [this.planned(layer, countsOf(plan))];
    if (NO_CHANGES.test(text)) return [this.planned(layer, NOTHING)];
    const outcome = APPLIED.exec(text);
    if (outcome) return [{ type: 'done', layer, changes: countsOf(outcome) }];
    const destroyed = DESTROYED.exec(text);
    if (destroyed) return [{ type: 'done', layer, changes: { ...NOTHING, destroyed: Number(destroyed[1]) } }];
    const finished = FINISHED.exec(text)?.[1];
    if (finished) return [this.finish(layer, finished)];
    const started = STARTED.exec(text)?.[1];
    if (started) return [{ type: 'resource-started', layer, address: plainAddress(started) }];
    return /: (Refreshing state|Reading)\.\.\./.test(text) ? [{ type: 'planning', layer }] : [];
  }

  private planned(layer: Layer, plan: ChangeCounts): LayerEvent {
    this.totals.set(layer, plan.added + plan.changed + plan.destroyed);
    return { type: 'planned', layer, plan };
  }

  private finish(layer: Layer, address: string): LayerEvent {
    const done = (this.finished.get(layer) ?? 0) + 1;
    this.finished.set(layer, done);
    const total = Math.max(done, this.totals.get(layer) ?? 0);
    return { type: 'resource-done', layer, address: plainAddress(address), done, total };
  }
}

function countsOf(match: RegExpExecArray): ChangeCounts {
  return { added: Number(match[1]), changed: Number(match[2]), destroyed: Number(match[3]) };
}

/** cdktf appends the construct id: `aws_vpc.vpc_1A2B (network/vpc)`. The id alone is what people know. */
function plainAddress(address: string): string {
  return /^\S+ \((.+)\)$/.exec(address)?.[1] ?? address;
}
