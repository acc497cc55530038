/** Bytes that may be held in memory at once, by all transfers together. */
export class MemoryBudget {
  #free: number;
  readonly #most: number;
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = [];

  constructor(bytes: number) {
    this.#free = bytes;
    this.#most = bytes;
  }

  /** Runs work that holds so many bytes; what is over the whole budget runs alone. First come, first served. */
  async holding<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const held = Math.min(bytes, this.#most);
    if (this.#waiting.length > 0 || held > this.#free)
      await new Promise<void>((enter) => this.#waiting.push({ bytes: held, enter }));
    else this.#free -= held;
    try {
      return await work();
    } finally {
      this.#free += held;
      this.#admit();
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next && next.bytes <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.bytes;
      next.enter();
    }
  }
}
