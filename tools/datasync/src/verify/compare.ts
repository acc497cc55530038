import { type Outcome, pooled } from '@strata/aws';
import type { Filters } from '../filters';
import { readMetadata } from '../gateway/archive';
import { type Comparison, type Depth, newCounts } from './comparison';
import { type Both, type Compared, compareContent, type Sides } from './content';
import { FindingsCollector } from './findings';
import { judgePair, needsMetadata } from './judge';
import { readPosixMetadata } from './metadata';
import { Pairing } from './pairs';
import { Sample } from './sample';

/** Files compared at a time. */
const AT_ONCE = 8;

/**
 * Compares source and archive by walking both listings side by side. Memory grows neither with the number of files nor
 * with their sizes; the names of one folder and of those above it are held at a time.
 *
 * @throws OutOfOrderError, and errors of AWS in words: an archive that cannot be read is no finding
 */
export async function compareWithSource(
  sides: Sides,
  filters: Filters,
  depth: Depth,
  signal?: AbortSignal,
): Promise<Comparison> {
  const counts = newCounts();
  const collector = new FindingsCollector();
  const sample = new Sample<Both>(depth.kind === 'sample' ? depth.size : 0, seedOf(depth));
  const take = ({ source }: Both, { finding, content }: Compared): void => {
    if (content === 'compared') counts.contentCompared += 1;
    if (content === 'out-of-reach' && source.kind !== 'directory') counts.contentOutOfReach += 1;
    if (finding) collector.add(finding);
  };

  const pairs = new Pairing(sides, filters, counts, collector).pairs(signal);
  for await (const outcome of pooled(pairs, AT_ONCE, (both) => judge(sides, depth, both, signal), signal)) {
    const compared = valueOf(outcome);
    take(outcome.item, compared);
    const { source } = outcome.item;
    if (!compared.finding && source.kind !== 'directory') sample.offer(source.key, outcome.item);
  }
  const again = pooled(sample.items(), AT_ONCE, (both) => compareContent(sides, both, signal), signal);
  for await (const outcome of again) take(outcome.item, valueOf(outcome));
  return { findings: collector.findings, counts };
}

async function judge(
  sides: Sides,
  depth: Depth,
  both: Both,
  signal: AbortSignal | undefined,
): Promise<Compared> {
  if (depth.kind === 'full') return compareContent(sides, both, signal);
  const { source, object } = both;
  const user = needsMetadata(source, object)
    ? await readMetadata(sides.connections, sides.archive, source.key, signal)
    : undefined;
  const finding = judgePair(source, object, user && readPosixMetadata(user), sides.rules);
  return { finding, content: 'not-asked' };
}

function valueOf<T>(outcome: Outcome<Both, T>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}

function seedOf(depth: Depth): string {
  return depth.kind === 'sample' ? depth.seed : '';
}
