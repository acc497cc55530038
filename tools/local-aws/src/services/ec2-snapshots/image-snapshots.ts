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

/** Which images hold which of our snapshots; moto's images hold snapshots of moto's invention. */
export class ImageSnapshots {
  readonly #images = new Map<string, { readonly region: string; readonly devices: readonly ImageDevice[] }>();

  hold(region: string, imageId: string, devices: readonly ImageDevice[]): void {
    this.#images.set(imageId, { region, devices });
  }

  release(imageId: string): void {
    this.#images.delete(imageId);
  }

  devicesOf(imageId: string): readonly ImageDevice[] | undefined {
    return this.#images.get(imageId)?.devices;
  }

  /** The image that keeps a snapshot from deletion; a disabled one does so too. */
  holderOf(region: string, snapshotId: string): string | undefined {
    for (const [imageId, image] of this.#images) {
      if (image.region === region && image.devices.some((device) => device.snapshotId === snapshotId))
        return imageId;
    }
    return undefined;
  }
}
