/** The four layers in an order that satisfies every dependency. The names are Terraform stack names and state keys. */
export const LAYERS = ['backbone', 'compute', 'storage', 'backup'] as const;

/** One of the four layers, each with a Terraform state of its own. */
export type Layer = (typeof LAYERS)[number];

/** Which layers a layer reads through remote state. The only place that says so. */
export const LAYER_DEPENDENCIES: Readonly<Record<Layer, readonly Layer[]>> = {
  backbone: [],
  compute: ['backbone'],
  storage: ['backbone'],
  backup: ['backbone', 'compute', 'storage'],
};

/** Whether `name` is a layer; narrows the type. */
export function isLayer(name: string): name is Layer {
  return (LAYERS as readonly string[]).includes(name);
}

/** The layers that read `layer`, in deployment order: they must be destroyed before it. */
export function readersOf(layer: Layer): Layer[] {
  return LAYERS.filter((reader) => LAYER_DEPENDENCIES[reader].includes(layer));
}
