import type { SynthesisedStack } from './synth';

/**
 * A stack for a snapshot: construct metadata dropped and scripts replaced by a mark, because scripts have
 * golden files of their own. Resource addresses stay, hashes included: they are the contract that a rename would break.
 */
export function scrubbed(stack: SynthesisedStack): unknown {
  return JSON.parse(JSON.stringify(stack), (key, value: unknown) => {
    if (key === '//') return undefined;
    if (typeof value === 'string' && value.startsWith('#cloud-config')) return '<cloud-config>';
    return typeof value === 'string' && value.startsWith('{') ? embeddedJson(value) : value;
  });
}

/** Policies and documents are JSON inside JSON; opened, a snapshot's difference shows the one line that changed. */
function embeddedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
