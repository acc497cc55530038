import type { Layer } from '@strata/naming';
import { terraformName } from './contract';
import { CONTRACTS, type LayerOutputs } from './contracts';

/** Where the states of an environment are kept: an S3 bucket with Terraform's native locking. */
export interface StateSettings {
  readonly bucket: string;
  /** First part of every key, without slashes at its ends; names the environment, so that a bucket can hold several. */
  readonly keyPrefix: string;
  readonly region: string;
  readonly encrypt: boolean;
  /** ARN or id of the key for server-side encryption; the bucket's default when absent. */
  readonly kmsKeyId?: string | undefined;
}

/** The object key of a layer's state: `<prefix>/<layer>.tfstate`. Its lock is the same with `.tflock` at the end. */
export function stateKey(
  environment: { readonly state: Pick<StateSettings, 'keyPrefix'> },
  layer: Layer,
): string {
  return `${environment.state.keyPrefix}/${layer}.tfstate`;
}

/** A state that does not hold what the layer's contract promises. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly exitCode = 2;

  constructor(
    readonly layer: Layer,
    readonly faults: readonly string[],
  ) {
    super(
      `The state of layer ${layer} does not keep its contract: ${faults.join('; ')}. ` +
        `Deploy the layer again with this version: npx nx deploy ${layer}`,
    );
  }
}

/**
 * Reads a layer's typed outputs from the `outputs` object of its Terraform state (format version 4).
 *
 * @throws ContractError naming every output that is missing or of another type.
 */
export function parseOutputs<L extends Layer>(layer: L, outputs: unknown): LayerOutputs<L> {
  const published = isRecord(outputs) ? outputs : {};
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(CONTRACTS[layer].shape)) {
    const output = published[terraformName(name)];
    const value = isRecord(output) ? output['value'] : undefined;
    const fits = kind === 'list' ? isStringList(value) : typeof value === 'string';
    if (!fits) faults.push(`${terraformName(name)} is ${describe(value)}, not a ${kind}`);
    values[name] = value;
  }
  if (faults.length > 0) throw new ContractError(layer, faults);
  return values as LayerOutputs<L>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
