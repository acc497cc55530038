import { ContractError, parseOutputs } from '@strata/contracts';
import type { Layer } from '@strata/naming';
import { StateUnreadableError } from './errors';

/** What a layer's state says, without the resources' attributes. */
export interface LayerState {
  readonly layer: Layer;
  /** Grows by one with each write. */
  readonly serial: number;
  readonly terraformVersion: string;
  /** Terraform outputs by their snake_case names, as the state holds them: `{ value, type, sensitive? }`. */
  readonly outputs: Readonly<Record<string, StateOutput>>;
  /** Addresses of the managed resource instances, sorted; data sources are left out. */
  readonly resources: readonly string[];
  /**
   * Whether the layer is there for others to read: it has resources, and publishes all that its contract promises.
   * A destroyed one has neither; one that was interrupted or failed half-way has resources and some outputs.
   */
  readonly deployed: boolean;
}

/** One output in a state. */
export interface StateOutput {
  readonly value: unknown;
  readonly sensitive?: boolean;
}

interface StateResource {
  mode: string;
  type: string;
  name: string;
  module?: string;
  instances?: { index_key?: string | number }[];
}

/**
 * Reads the text of a state object.
 *
 * @throws StateUnreadableError when it is no state of format version 4 (Terraform 0.12 and later write that one).
 */
export function parseState(layer: Layer, text: string, location: string): LayerState {
  const state = parseJson(text);
  if (state?.['version'] !== 4) {
    throw new StateUnreadableError(
      location,
      state ? `version ${String(state['version'])}` : 'no JSON object',
    );
  }
  const outputs = (state['outputs'] ?? {}) as Record<string, StateOutput>;
  const resources = ((state['resources'] ?? []) as StateResource[])
    .filter((resource) => resource.mode === 'managed')
    .flatMap(addressesOf)
    .sort();
  return {
    layer,
    serial: Number(state['serial'] ?? 0),
    terraformVersion: String(state['terraform_version'] ?? ''),
    outputs,
    resources,
    deployed: resources.length > 0 && keepsContract(layer, outputs),
  };
}

function keepsContract(layer: Layer, outputs: unknown): boolean {
  try {
    parseOutputs(layer, outputs);
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}

function addressesOf({ type, name, module, instances = [] }: StateResource): string[] {
  const address = [module, type, name].filter(Boolean).join('.');
  return instances.map(({ index_key: key }) =>
    key === undefined ? address : `${address}[${JSON.stringify(key)}]`,
  );
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
