/** Among paths that come in order, finds a file where another path needs a directory: `a` and then `a/b`. */
export class PathsAbove {
  /** Each begins with the one before it; paths that sort in between are dropped when they are left. */
  readonly #stack: string[] = [];

  /** The path of a file that is a directory of this one; undefined where there is none. */
  above(path: string): string | undefined {
    while (this.#stack.length > 0 && !path.startsWith(this.#stack.at(-1) ?? '')) this.#stack.pop();
    return this.#stack.find((file) => path.startsWith(`${file}/`));
  }

  /** Goes on to the next path; `above` must have been asked for it. */
  add(path: string): void {
    this.#stack.push(path);
  }
}

/** What must not be taken for missing: things of the source that were skipped, and all that may be below them. */
export class KeptTrees {
  #paths: string[] = [];

  /** @param path of something that was skipped */
  keep(path: string): void {
    this.#paths = this.#paths.filter((kept) => path.startsWith(kept));
    this.#paths.push(path);
  }

  /** Whether a path is one of them or below one. Paths are asked for in order. */
  holds(path: string): boolean {
    return this.#paths.some(
      (kept) => path.startsWith(kept.endsWith('/') ? kept : `${kept}/`) || path === kept,
    );
  }
}
