import type { Layer } from '@strata/naming';

/** What an output holds: one string, or a list of strings. Optional things are lists of none or one. */
export type OutputKind = 'string' | 'list';

/** The outputs of a layer by name. Terraform sees the same names in snake_case. */
export type OutputShape = Readonly<Record<string, OutputKind>>;

/** The value of an output of kind `K`. In a stack these are Terraform tokens, in a tool plain values. */
export type OutputValue<K extends OutputKind> = K extends 'list' ? string[] : string;

/** The typed outputs that a shape describes. */
export type OutputsOf<S extends OutputShape> = { readonly [Name in keyof S]: OutputValue<S[Name]> };

/** What one layer promises to the others. */
export interface Contract<S extends OutputShape = OutputShape> {
  readonly layer: Layer;
  readonly shape: S;
}

/** Declares a contract; exists so that the shape keeps its literal types. */
export function defineContract<const S extends OutputShape>(layer: Layer, shape: S): Contract<S> {
  return { layer, shape };
}

/** Terraform's name of an output: `privateSubnetIds` → `private_subnet_ids`. */
export function terraformName(output: string): string {
  return output.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
