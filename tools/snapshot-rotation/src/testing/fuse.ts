import { type FatalMoment, type Fuse, openFuse } from '@strata/testing/programs';

/**
 * A way to a local AWS on which a program can be killed at a write of EC2. Reads do not count: between two writes nothing
 * changes in AWS but by itself, so to die at a read is to die after the write before it.
 *
 * @param endpoint of the local AWS
 * @param fatal without it every call goes through
 */
export function openWriteFuse(endpoint: string, fatal?: FatalMoment): Promise<Fuse> {
  return openFuse(
    endpoint,
    (_call, body) => {
      const action = new URLSearchParams(body.toString()).get('Action') ?? '';
      return action === '' || action.startsWith('Describe') ? undefined : action;
    },
    fatal,
  );
}
