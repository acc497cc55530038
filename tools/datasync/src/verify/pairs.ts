import { listArchive } from '../gateway/archive';
import type { Filters } from '../filters';
import type { Both, Sides } from './content';
import type { ComparisonCounts } from './comparison';
import type { FindingsCollector } from './findings';
import type { ArchivedObject, SourceItem, SourceTrouble } from './item';
import { judgeExtra, judgeMissing } from './judge';
import { mergeByKey } from './merge';
import { walkSource } from './source-walk';

/** Walks both sides, counts, judges what is on one side alone, and yields what is on both. */
export class Pairing {
  /** Folders whose content is not known: nothing below them can be called extra. */
  readonly #unlisted = new Set<string>();

  constructor(
    private readonly sides: Sides,
    private readonly filters: Filters,
    private readonly counts: ComparisonCounts,
    private readonly collector: FindingsCollector,
  ) {}

  async *pairs(signal: AbortSignal | undefined): AsyncGenerator<Both> {
    const { connections, archive, root } = this.sides;
    const onTrouble = (trouble: SourceTrouble): void => this.#meet(trouble);
    const source = walkSource({ root, filters: this.filters, onTrouble, signal });
    for await (const { left, right } of mergeByKey(source, listArchive(connections, archive, signal))) {
      if (left) this.#countSource(left);
      if (right) this.#countObject(right);
      if (left && right) yield { source: left, object: right };
      else if (left) this.collector.add(judgeMissing(left, this.sides.rules));
      else if (right) this.#judgeLonely(right);
    }
  }

  #countSource({ kind, size }: SourceItem): void {
    if (kind === 'directory') return;
    this.counts.sourceFiles += 1;
    this.counts.sourceBytes += size;
  }

  #countObject({ key, size }: ArchivedObject): void {
    if (key.endsWith('/')) return;
    this.counts.archivedFiles += 1;
    this.counts.archivedBytes += size;
  }

  #meet({ key, trouble, reason }: SourceTrouble): void {
    if (trouble === 'special') {
      this.counts.special += 1;
      return;
    }
    if (trouble === 'unlisted') this.#unlisted.add(key);
    this.collector.add({ verdict: 'unreadable', key: key || '/', reason, sinceBackup: false });
  }

  #judgeLonely(object: ArchivedObject): void {
    const { key } = object;
    if (!this.filters.selects(key.replace(/\/$/, '')) || this.#isUnlisted(key)) {
      this.counts.outside += 1;
      return;
    }
    const finding = judgeExtra(object, this.sides.rules);
    if (finding) this.collector.add(finding);
    else if (!key.endsWith('/')) this.counts.kept += 1;
  }

  #isUnlisted(key: string): boolean {
    for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
      if (this.#unlisted.has(key.slice(0, at + 1))) return true;
    }
    return this.#unlisted.has('');
  }
}
