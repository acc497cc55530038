import { LAYERS } from '@strata/naming';
import * as fc from 'fast-check';
import { ContractError, CONTRACTS, type OutputKind, parseOutputs, stateKey, terraformName } from './index';

/** Outputs of a state that keeps the contract of `layer`. */
function published(layer: (typeof LAYERS)[number]): Record<string, { value: unknown }> {
  const shape: Readonly<Record<string, OutputKind>> = CONTRACTS[layer].shape;
  const entries = Object.entries(shape).map(([name, kind]) => {
    return [terraformName(name), { value: kind === 'list' ? [`${name}-1`] : name }];
  });
  return Object.fromEntries(entries) as Record<string, { value: unknown }>;
}

describe('outputs of a state', () => {
  it.each(LAYERS)('of %s are read by the same names that the layer publishes', (layer) => {
    const outputs: Record<string, unknown> = parseOutputs(layer, published(layer));
    for (const [name, kind] of Object.entries(CONTRACTS[layer].shape)) {
      expect(outputs[name]).toEqual(kind === 'list' ? [`${name}-1`] : name);
    }
  });

  it('refuses a state that lacks outputs or holds others, and names each fault and the fix', () => {
    const outputs = { ...published('storage'), archive_bucket_name: { value: ['a', 'b'] } };
    delete (outputs as Record<string, unknown>)['access_log_bucket_name'];
    const read = () => parseOutputs('storage', outputs);
    expect(read).toThrow(ContractError);
    expect(read).toThrow(/archive_bucket_name is \["a","b"\], not a string/);
    expect(read).toThrow(/access_log_bucket_name is missing[\s\S]*npx nx deploy storage/);
  });

  it.each([undefined, null, [], 'text', {}])('refuses %p, which holds no outputs', (outputs) => {
    expect(() => parseOutputs('backup', outputs)).toThrow(ContractError);
  });
});

describe('names in Terraform', () => {
  it('are snake case, and different for different outputs of a layer', () => {
    expect(terraformName('privateSubnetIds')).toBe('private_subnet_ids');
    for (const layer of LAYERS) {
      const names = Object.keys(CONTRACTS[layer].shape).map(terraformName);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('the key of a state', () => {
  it('is one of its own for each layer, below the prefix', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z/-]{0,20}[a-z]$/), (keyPrefix) => {
        const keys = LAYERS.map((layer) => stateKey({ state: { keyPrefix } }, layer));
        expect(new Set(keys).size).toBe(LAYERS.length);
        for (const key of keys) expect(key.startsWith(`${keyPrefix}/`)).toBe(true);
      }),
    );
  });
});
