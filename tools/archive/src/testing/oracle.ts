import { byUtf8 } from '../keys';
import type { ObjectVersion } from '../model';
import { second } from './versions';

/** What is done to a bucket. */
export type Edit =
  | { readonly kind: 'put'; readonly key: string; readonly content: string }
  | { readonly kind: 'delete'; readonly key: string }
  /** From now on null versions, each of which takes the place of the one before. */
  | { readonly kind: 'suspend' }
  | { readonly kind: 'enable' };

/** A versioned bucket in memory, after S3's documentation, which also remembers how its tree was after each second. */
export class OracleBucket {
  readonly #versions = new Map<string, ObjectVersion[]>();
  readonly #contents = new Map<string, string>();
  readonly #trees = new Map<number, ReadonlyMap<string, string>>();
  #suspended = false;
  #ids = 0;

  /** @param at seconds; edits of one second come one after the other, none comes earlier than the one before */
  apply(edit: Edit, at: number): void {
    if (edit.kind === 'suspend' || edit.kind === 'enable') this.#suspended = edit.kind === 'suspend';
    else this.#write(edit.key, edit.kind === 'put' ? edit.content : undefined, at);
    this.#trees.set(at, this.tree());
  }

  /** Puts an old version on top, as a copy does; @returns the new version's id */
  copy(key: string, versionId: string, at: number): string {
    const content = this.#contents.get(this.#address(key, versionId));
    if (content === undefined) throw new Error(`no version ${versionId} of ${key}`);
    return this.#write(key, content, at);
  }

  /** Whether an id still names a version that can be read. */
  has(key: string, versionId: string): boolean {
    return this.#contents.has(this.#address(key, versionId));
  }

  /** The tree as it is: content by key. */
  tree(): ReadonlyMap<string, string> {
    const tree = new Map<string, string>();
    for (const [key, [latest]] of this.#versions) {
      if (latest !== undefined && !latest.isDeleteMarker) {
        tree.set(key, this.#contents.get(this.#address(key, latest.versionId)) ?? '');
      }
    }
    return new Map([...tree].sort(([one], [other]) => byUtf8(one, other)));
  }

  /** The tree as it was at the end of a second. */
  treeAt(at: number): ReadonlyMap<string, string> {
    const last = [...this.#trees.keys()].filter((when) => when <= at).at(-1);
    return (last === undefined ? undefined : this.#trees.get(last)) ?? new Map();
  }

  /** All versions as S3 lists them. */
  listed(): ObjectVersion[] {
    const keys = [...this.#versions.keys()].sort(byUtf8);
    return keys.flatMap((key) =>
      (this.#versions.get(key) ?? []).map((version, place) => ({ ...version, isLatest: place === 0 })),
    );
  }

  #write(key: string, content: string | undefined, at: number): string {
    this.#ids += 1;
    const versionId = this.#suspended ? 'null' : `${this.#ids}`;
    const before = this.#versions.get(key) ?? [];
    const kept = this.#suspended ? before.filter((version) => version.versionId !== 'null') : before;
    const version = {
      key,
      versionId,
      isLatest: true,
      isDeleteMarker: content === undefined,
      size: content?.length ?? 0,
      lastModified: second(at),
      etag: content ?? '',
      storageClass: 'STANDARD',
    };
    this.#versions.set(key, [version, ...kept]);
    if (content === undefined) this.#contents.delete(this.#address(key, versionId));
    else this.#contents.set(this.#address(key, versionId), content);
    return versionId;
  }

  #address(key: string, versionId: string): string {
    return JSON.stringify([key, versionId]);
  }
}
