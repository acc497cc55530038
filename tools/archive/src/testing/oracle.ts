import { byUtf8 } from '../keys';
import type { ObjectVersion } from '../model';
import { second } from './versions';

/** What is done to a bucket. */
export type Edit =
  | { readonly kind: 'put'; readonly key: string; readonly content: string }
  | { readonly kind: 'delete'; readonly key: string }
  /** An upload in parts; give it a content that ends as its ETag does: `…-2`. */
  | { readonly kind: 'begin'; readonly key: string; readonly content: string }
  /** Completes the upload of the key that was begun first; nothing where there is none. */
  | { readonly kind: 'complete'; readonly key: string }
  /** From now on null versions, each of which takes the place of the one before. */
  | { readonly kind: 'suspend' }
  | { readonly kind: 'enable' };

/**
 * Where a version that was uploaded in parts lies among those that were stored meanwhile: by its beginning, as S3 says
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#distributedmpupload), or by its end, as others
 * have it. It is dated by its beginning in any case.
 */
export type VersionOrder = 'begun' | 'completed';

/** A beginning: its place among all that was done, and its second. */
interface Beginning {
  readonly nth: number;
  readonly at: number;
}

/** A version, and when it was begun. */
interface StoredVersion {
  readonly version: ObjectVersion;
  readonly nth: number;
}

/** A versioned bucket in memory, after S3's documentation, which also remembers how its tree was after each second. */
export class OracleBucket {
  readonly #versions = new Map<string, StoredVersion[]>();
  readonly #uploads = new Map<string, (Beginning & { readonly content: string })[]>();
  readonly #contents = new Map<string, string>();
  readonly #trees = new Map<number, ReadonlyMap<string, string>>();
  #suspended = false;
  #edits = 0;

  constructor(private readonly order: VersionOrder = 'begun') {}

  /** @param at seconds; edits of one second come one after the other, none comes earlier than the one before */
  apply(edit: Edit, at: number): void {
    this.#carryOut(edit, { nth: (this.#edits += 1), at });
    this.#trees.set(at, this.tree());
  }

  #carryOut(edit: Edit, now: Beginning): void {
    if (edit.kind === 'suspend' || edit.kind === 'enable') this.#suspended = edit.kind === 'suspend';
    else if (edit.kind === 'begin') {
      const uploads = this.#uploads.get(edit.key) ?? [];
      this.#uploads.set(edit.key, [...uploads, { ...now, content: edit.content }]);
    } else if (edit.kind === 'complete') {
      const upload = this.#uploads.get(edit.key)?.shift();
      if (upload !== undefined) this.#write(edit.key, upload.content, upload);
    } else this.#write(edit.key, edit.kind === 'put' ? edit.content : undefined, now);
  }

  /** Puts an old version on top, as a copy does; @returns the new version's id */
  copy(key: string, versionId: string, at: number): string {
    const content = this.#contents.get(this.#address(key, versionId));
    if (content === undefined) throw new Error(`no version ${versionId} of ${key}`);
    return this.#write(key, content, { nth: (this.#edits += 1), at });
  }

  /** Whether an id still names a version that can be read. */
  has(key: string, versionId: string): boolean {
    return this.#contents.has(this.#address(key, versionId));
  }

  /** The tree as it is: content by key. */
  tree(): ReadonlyMap<string, string> {
    const tree = new Map<string, string>();
    for (const [key, [stored]] of this.#versions) {
      const latest = stored?.version;
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
      (this.#versions.get(key) ?? []).map(({ version }, place) => ({ ...version, isLatest: place === 0 })),
    );
  }

  #write(key: string, content: string | undefined, { nth, at }: Beginning): string {
    const versionId = this.#suspended ? 'null' : `${this.#edits}`;
    const before = this.#versions.get(key) ?? [];
    const kept = this.#suspended ? before.filter(({ version }) => version.versionId !== 'null') : before;
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
    const isAbove = (other: StoredVersion) => this.order === 'begun' && other.nth > nth;
    const above = kept.filter(isAbove);
    const beneath = kept.filter((other) => !isAbove(other));
    this.#versions.set(key, [...above, { version, nth }, ...beneath]);
    if (content === undefined) this.#contents.delete(this.#address(key, versionId));
    else this.#contents.set(this.#address(key, versionId), content);
    return versionId;
  }

  #address(key: string, versionId: string): string {
    return JSON.stringify([key, versionId]);
  }
}
