import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PlanNotKeptError } from './errors';

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

  /** @throws PlanNotKeptError, such as where a disk is full */
  async add(item: T): Promise<void> {
    this.#count += 1;
    if (this.#file === undefined && this.#items.length < this.#inMemory) return void this.#items.push(item);
    const line = `${JSON.stringify(item)}\n`;
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#bytes >= BLOCK) await this.#flush();
  }

  /** Keeps all that was added: from then on nothing is written any more. @throws PlanNotKeptError */
  async seal(): Promise<void> {
    await this.#flush();
  }

  /**
   * All items in the order in which they were added; as often as wanted, and nothing is added any more.
   *
   * @throws PlanNotKeptError; Error of the file system, or where the file is not what was written
   */
  async *read(): AsyncGenerator<T, void, undefined> {
    await this.seal();
    yield* this.#items;
    if (this.#file === undefined) return;
    const { path } = this.#file;
    let read = this.#items.length;
    for await (const line of linesOfFile(path)) {
      yield JSON.parse(line) as T;
      read += 1;
    }
    if (read !== this.#count)
      throw new Error(`${path} was changed: ${this.#count} items were written, ${read} read`);
  }

  /** Removes the file, if there is one. */
  async close(): Promise<void> {
    await this.#file?.handle.close();
    if (this.#file !== undefined) await rm(this.#file.folder, { recursive: true, force: true });
    this.#file = undefined;
  }

  async #flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#lines = [];
    this.#bytes = 0;
    try {
      this.#file ??= await openIn(tmpdir());
      // All of it: a single write may end early where the disk is nearly full, and say nothing.
      await this.#file.handle.appendFile(text);
    } catch (error) {
      throw new PlanNotKeptError(tmpdir(), (error as Error).message, error);
    }
  }
}

async function openIn(parent: string) {
  const folder = await mkdtemp(join(parent, 'strata-plan-'));
  try {
    const path = join(folder, 'items.jsonl');
    return { folder, path, handle: await open(path, 'a') };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function* linesOfFile(path: string): AsyncGenerator<string, void, undefined> {
  const input = createReadStream(path);
  const lines = createInterface({ input, crlfDelay: Infinity });
  let failure: unknown;
  // readline does not tell of its input's errors.
  input.once('error', (error) => {
    failure = error;
    lines.close();
  });
  yield* lines;
  if (failure !== undefined) throw failure;
}
