/** Lets one at a time through, in order of arrival; or everybody, when it is open. */
export class Turn {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly open: boolean) {}

  /** Waits for one's turn; answers a function that ends it, which may be called more than once. */
  async take(): Promise<() => void> {
    if (this.open) return () => undefined;
    const before = this.last;
    let leave: () => void = () => undefined;
    this.last = new Promise<void>((resolve) => (leave = resolve));
    await before;
    return leave;
  }
}
