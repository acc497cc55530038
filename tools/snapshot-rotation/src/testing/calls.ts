import type { LiveAws } from './live-aws';

/** The calls of a run that change something or wait for a command, in order. */
export async function callsDuring<T>(aws: LiveAws, work: () => Promise<T>): Promise<readonly [T, string[]]> {
  const before = (await aws.calls()).length;
  const answer = await work();
  const calls = (await aws.calls()).slice(before);
  return [answer, calls.filter((call) => /^(Create|Delete|Start|Stop|Send|Enter|Exit)/.test(call))];
}
