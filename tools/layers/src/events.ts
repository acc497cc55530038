import type { Layer } from '@strata/naming';

/** What a cdktf run does to a layer. */
export type Operation = 'deploy' | 'destroy' | 'diff';

/** Resource counts as Terraform states them. */
export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** Something that happened to a layer during a run. */
export type LayerEvent =
  /** `terraform init` has begun. */
  | { readonly type: 'initializing'; readonly layer: Layer }
  /** `terraform init` is done. */
  | { readonly type: 'initialized'; readonly layer: Layer }
  /** Terraform refreshes or plans. */
  | { readonly type: 'planning'; readonly layer: Layer }
  /** The plan stands. */
  | { readonly type: 'planned'; readonly layer: Layer; readonly plan: ChangeCounts }
  /** Terraform works on a resource. */
  | { readonly type: 'resource-started'; readonly layer: Layer; readonly address: string }
  /** A resource is done; `done` of the plan's `total` operations. */
  | {
      readonly type: 'resource-done';
      readonly layer: Layer;
      readonly address: string;
      readonly done: number;
      readonly total: number;
    }
  /** The layer is as it should be. */
  | { readonly type: 'done'; readonly layer: Layer; readonly changes: ChangeCounts }
  /** A line of an error, in Terraform's words. */
  | { readonly type: 'error-line'; readonly layer: Layer; readonly text: string };
