import { get } from 'node:http';
import { HEALTH_PATH, type HealthReport } from '../gateway/server';

/** Who answers on a port: a local AWS of ours, something else, or nobody. */
export type PortOwner =
  | { readonly kind: 'local-aws'; readonly health: HealthReport }
  | { readonly kind: 'other' }
  | { readonly kind: 'nobody' };

/** Asks a loopback port who it is. A program that accepts but stays silent counts as another one. */
export function portOwner(port: number, timeoutMs = 2000): Promise<PortOwner> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: HEALTH_PATH, agent: false, timeout: timeoutMs },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > 10_000) answer.destroy();
        });
        answer.on('close', () => resolve(parse(text)));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: error.code === 'ECONNREFUSED' ? 'nobody' : 'other' });
    });
  });
}

function parse(text: string): PortOwner {
  try {
    const health = JSON.parse(text) as Partial<HealthReport>;
    if (health.program === 'strata-local-aws') return { kind: 'local-aws', health: health as HealthReport };
  } catch {
    // Not JSON: not ours.
  }
  return { kind: 'other' };
}
