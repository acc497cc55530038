import { STEP_TAG } from '../restore/steps';
import type { ResumeInput } from './plan';

/** What carries marks of runs. */
export type Marked = Pick<ResumeInput, 'instances' | 'unfinished'>;

const MARKS: readonly string[] = Object.values(STEP_TAG);

/** Whether nothing is marked. */
export function isNothing({ instances, unfinished }: Marked): boolean {
  return instances.length + unfinished.length === 0;
}

/** What is marked at a second look as it was at the first; of an instance only the marks that stayed. Pure. */
export function still(before: Marked, now: Marked): Marked {
  const old = new Map(before.instances.map(({ id, tags }) => [id, tags]));
  const instances = now.instances.map((instance) => {
    const stayed = ([key, run]: [string, string]) =>
      !MARKS.includes(key) || old.get(instance.id)?.[key] === run;
    return { ...instance, tags: Object.fromEntries(Object.entries(instance.tags).filter(stayed)) };
  });
  const ids = new Set(before.unfinished.map(({ id }) => id));
  return {
    instances: instances.filter(({ tags }) => MARKS.some((mark) => mark in tags)),
    unfinished: now.unfinished.filter(({ id }) => ids.has(id)),
  };
}
