/** Which volumes moto has to be asked for again. */
export class Outdated {
  #everything: boolean;
  readonly #instances = new Set<string>();
  readonly #volumes = new Set<string>();

  constructor(everything: boolean) {
    this.#everything = everything;
  }

  get none(): boolean {
    return !this.#everything && this.#instances.size === 0 && this.#volumes.size === 0;
  }

  markAll(): void {
    this.#everything = true;
  }

  markInstances(ids: Iterable<string>): void {
    for (const id of ids) this.#instances.add(id);
  }

  markVolume(id: string): void {
    this.#volumes.add(id);
  }

  /** Takes over what another holds, e.g. because reading it failed. */
  join(other: Outdated): void {
    if (other.#everything) this.#everything = true;
    this.markInstances(other.#instances);
    for (const id of other.#volumes) this.#volumes.add(id);
  }

  /** Calls of `DescribeVolumes` that read it all: their parameters. */
  queries(): Record<string, string>[] {
    if (this.#everything) return [{}];
    return [
      ...chunked([...this.#instances]).map((ids) => filter('attachment.instance-id', ids)),
      ...chunked([...this.#volumes]).map((ids) => filter('volume-id', ids)),
    ];
  }

  /** Whether a volume that the calls did not show is gone; by instances, none can be told to be. */
  meansGone(id: string): boolean {
    return this.#everything || this.#volumes.has(id);
  }
}

/** EC2's most values of one filter. */
const MAX_VALUES = 200;

function chunked(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MAX_VALUES);
  return Array.from({ length: count }, (_, chunk) => ids.slice(chunk * MAX_VALUES, (chunk + 1) * MAX_VALUES));
}

function filter(name: string, values: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = { 'Filter.1.Name': name };
  values.forEach((value, index) => (parameters[`Filter.1.Value.${index + 1}`] = value));
  return parameters;
}
