import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Bytes that are written at a time. */
const BLOCK = 256 * 1024;

/**
 * A list that stays in memory while it is short, and goes to a temporary file when it is not: guards need to know the
 * whole plan before anything is done, and a plan may have a million items. Items must be JSON.
 */
export class Spool<T> {
  readonly #inMemory: number;
  #items: T[] = [];
  #lines: string[] = [];
  #bytes = 0;
  #file: { readonly folder: string; readonly path: string; readonly handle: FileHandle } | undefined;
  #count = 0;

  /** @param inMemory items from which on a file is used */
  constructor(inMemory = 5000) {
    this.#inMemory = inMemory;
  }

  /** How many were added. */
  get count(): number {
    return this.#count;
  }

  /** @throws Error of the file system, such as a full disk */
  async add(item: T): Promise<void> {
    this.#count += 1;
    if (this.#file === undefined && this.#items.length < this.#inMemory) return void this.#items.push(item);
    const line = `${JSON.stringify(item)}\n`;
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#bytes >= BLOCK) await this.#flush();
  }

  /** All items in the order in which they were added; as often as wanted, and nothing is added any more. */
  async *read(): AsyncGenerator<T, void, undefined> {
    yield* this.#items;
    await this.#flush();
    if (this.#file === undefined) return;
    const lines = createInterface({ input: createReadStream(this.#file.path), crlfDelay: Infinity });
    for await (const line of lines) yield JSON.parse(line) as T;
  }

  /** Removes the file, if there is one. */
  async close(): Promise<void> {
    await this.#file?.handle.close();
    if (this.#file !== undefined) await rm(this.#file.folder, { recursive: true, force: true });
    this.#file = undefined;
  }

  async #flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    if (this.#file === undefined) {
      const folder = await mkdtemp(join(tmpdir(), 'strata-plan-'));
      const path = join(folder, 'items.jsonl');
      this.#file = { folder, path, handle: await open(path, 'a') };
    }
    const text = this.#lines.join('');
    this.#lines = [];
    this.#bytes = 0;
    await this.#file.handle.write(text);
  }
}
