/** The two ways in which a run is asked to stop. */
export interface StopSignals {
  /** Stop where nothing is torn: a layer that is only planned ends, one that is being applied is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Stop soon: Terraform is interrupted in the middle too. It cancels the calls that are under way. */
  readonly hurry?: AbortSignal | undefined;
}

/**
 * Decides when one layer's Terraform is interrupted.
 *
 * A SIGINT while it applies saves the state, but cancels the AWS calls under way. AWS may carry them out all the same,
 * and then a resource exists that no state knows: measured, with an instance profile that made the next deployment
 * fail with EntityAlreadyExists. So what is being applied is finished, unless the user is in a hurry.
 */
export class LayerStop {
  private readonly controller = new AbortController();
  private applying = false;

  constructor(private readonly signals: StopSignals) {
    signals.signal?.addEventListener('abort', this.onStop);
    signals.hurry?.addEventListener('abort', this.onHurry);
    if (signals.signal?.aborted) this.onStop();
    if (signals.hurry?.aborted) this.onHurry();
  }

  /** Aborted when Terraform is to be interrupted. */
  get interrupt(): AbortSignal {
    return this.controller.signal;
  }

  /** From here on, stopping could tear something. */
  beginApplying(): void {
    this.applying = true;
  }

  /** The layer has ended. */
  release(): void {
    this.signals.signal?.removeEventListener('abort', this.onStop);
    this.signals.hurry?.removeEventListener('abort', this.onHurry);
  }

  private readonly onStop = (): void => {
    if (!this.applying) this.controller.abort();
  };

  private readonly onHurry = (): void => this.controller.abort();
}
