/** A snapshot that an image holds, and the device that it becomes. */
export interface ImageDevice {
  readonly device: string;
  readonly snapshotId: string;
  /** GiB. */
  readonly size: number;
  readonly encrypted: boolean;
  readonly deleteOnTermination: boolean;
  readonly volumeType: string;
}

/** Which images hold which of our snapshots, and which are disabled. */
export class ImageSnapshots {
  readonly #images = new Map<string, { readonly region: string; readonly devices: readonly ImageDevice[] }>();
  readonly #disabled = new Set<string>();

  hold(region: string, imageId: string, devices: readonly ImageDevice[]): void {
    this.#images.set(imageId, { region, devices });
  }

  release(imageId: string): void {
    this.#images.delete(imageId);
    this.#disabled.delete(imageId);
  }

  switch(imageId: string, disabled: boolean): void {
    if (disabled) this.#disabled.add(imageId);
    else this.#disabled.delete(imageId);
  }

  isDisabled(imageId: string): boolean {
    return this.#disabled.has(imageId);
  }

  /** Of all images of which something is known here. */
  ids(): string[] {
    return [...new Set([...this.#images.keys(), ...this.#disabled])];
  }

  devicesOf(imageId: string): readonly ImageDevice[] | undefined {
    return this.#images.get(imageId)?.devices;
  }

  /** Images of a Region that hold a snapshot whose id passes. */
  holding(region: string, passes: (snapshotId: string) => boolean): string[] {
    return [...this.#images].flatMap(([imageId, image]) =>
      image.region === region && image.devices.some(({ snapshotId }) => passes(snapshotId)) ? [imageId] : [],
    );
  }

  /** The image that keeps a snapshot from deletion; a disabled one does so too. */
  holderOf(region: string, snapshotId: string): string | undefined {
    return this.holding(region, (id) => id === snapshotId)[0];
  }
}
