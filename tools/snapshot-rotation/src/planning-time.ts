import type { Connections } from './gateway/connections';

/**
 * How far AWS's time, as it is learnt from answers, may be off, ms: their dates tell whole seconds, and answers take
 * their time.
 */
const UNCERTAINTY_MS = 2000;

/**
 * The moment to plan retention at: AWS's time, not a little before it. A snapshot that has just completed would
 * otherwise look as if it came from the future, and count for nothing.
 */
export function planningTime({ clock }: Pick<Connections, 'clock'>): Date {
  return new Date(clock.now().getTime() + UNCERTAINTY_MS);
}
