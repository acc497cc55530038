import { LayerStop } from './layer-stop';

function stopping() {
  const [stop, hurry] = [new AbortController(), new AbortController()];
  return { stop, hurry, layer: new LayerStop({ signal: stop.signal, hurry: hurry.signal }) };
}

describe('stopping a layer', () => {
  it('interrupts Terraform while it only plans', () => {
    const { stop, layer } = stopping();
    stop.abort();
    expect(layer.interrupt.aborted).toBe(true);
  });

  it('lets Terraform finish what it applies', () => {
    const { stop, layer } = stopping();
    layer.beginApplying();
    stop.abort();
    expect(layer.interrupt.aborted).toBe(false);
  });

  it('interrupts it there too for a user in a hurry', () => {
    const { stop, hurry, layer } = stopping();
    layer.beginApplying();
    stop.abort();
    hurry.abort();
    expect(layer.interrupt.aborted).toBe(true);
  });

  it('interrupts a layer that starts after the stop', () => {
    expect(new LayerStop({ signal: AbortSignal.abort() }).interrupt.aborted).toBe(true);
  });

  it('leaves an ended layer alone', () => {
    const { stop, hurry, layer } = stopping();
    layer.release();
    stop.abort();
    hurry.abort();
    expect(layer.interrupt.aborted).toBe(false);
  });
});
