import type { Layer } from '@strata/naming';
import {
  assertDeployable,
  assertDestroyable,
  destroyable,
  type LayerPresence,
  plannable,
  type Presence,
} from './preflight';

const presence = (deployed: Layer[], partly: Layer[] = []): Presence =>
  new Map<Layer, LayerPresence>([
    ...deployed.map((layer) => [layer, { deployed: true, resources: ['r'] }] as const),
    ...partly.map((layer) => [layer, { deployed: false, resources: ['r'] }] as const),
  ]);

describe('preflight of a deployment', () => {
  it.each<[Layer[], Layer[]]>([
    [['backbone'], []],
    [['backbone', 'compute', 'storage', 'backup'], []],
    [['compute'], ['backbone']],
    [['backup'], ['backbone', 'compute', 'storage']],
    [
      ['compute', 'backup'],
      ['backbone', 'storage'],
    ],
  ])('lets %j through when %j are deployed', (layers, deployed) => {
    expect(() => assertDeployable(layers, presence(deployed), 'local')).not.toThrow();
  });

  it.each<[Layer[], Layer[], RegExp]>([
    [
      ['compute'],
      [],
      /compute reads backbone, which is not deployed in environment local\. Deploy backbone first: npx nx deploy backbone/,
    ],
    [['backup'], ['backbone'], /backup reads compute, storage, which are not deployed.*Deploy compute first/],
    [['compute', 'storage'], [], /compute reads backbone.*; storage reads backbone/],
  ])('refuses %j when only %j are deployed, and says where to begin', (layers, deployed, message) => {
    expect(() => assertDeployable(layers, presence(deployed), 'local')).toThrow(message);
    expect(() => assertDeployable(layers, presence(deployed), 'local')).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
  });

  it('refuses to build on a layer whose deployment failed half-way', () => {
    expect(() => assertDeployable(['compute'], presence([], ['backbone']), 'local')).toThrow('not deployed');
  });
});

describe('preflight of a destruction', () => {
  it('lets a layer go that nobody reads, or whose readers go with it', () => {
    const all = presence(['backbone', 'compute', 'storage', 'backup']);
    expect(() => assertDestroyable(['backup'], all, 'local')).not.toThrow();
    expect(() => assertDestroyable(['backbone', 'compute', 'storage', 'backup'], all, 'local')).not.toThrow();
  });

  it.each<[Layer[], Layer[], Layer[], RegExp]>([
    [
      ['backbone'],
      ['backbone', 'compute'],
      [],
      /backbone is read by compute, still deployed.*Destroy compute first/,
    ],
    [['backbone'], ['backbone', 'compute', 'backup'], [], /Destroy backup first/],
    [['storage'], ['storage'], ['backup'], /storage is read by backup/],
  ])('refuses %j while %j are deployed and %j half-way', (layers, deployed, partly, message) => {
    expect(() => assertDestroyable(layers, presence(deployed, partly), 'local')).toThrow(message);
    expect(() => assertDestroyable(layers, presence(deployed, partly), 'local')).toThrow(
      expect.objectContaining({ exitCode: 3 }),
    );
  });
});

it('only layers with resources are worth destroying, half-deployed ones too', () => {
  expect(destroyable(['backup', 'storage', 'backbone'], presence(['backbone'], ['storage']))).toEqual([
    'backbone',
    'storage',
  ]);
});

it('only layers whose sources are deployed can be planned', () => {
  expect(plannable(['backbone', 'compute', 'backup'], presence(['backbone']))).toEqual([
    'backbone',
    'compute',
  ]);
});
