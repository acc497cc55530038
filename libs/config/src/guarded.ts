import { isWithin, type Path } from './path';

/** Thrown inside a check that reads a value which is itself at fault: what the check would say is unknowable. */
class UnknowableValue extends Error {}

/**
 * A view of `root` in which reading anything at or under one of the `faulted` paths ends the reader. So checks
 * are written as if the whole configuration were valid, and run on whatever of it is.
 */
export function guarded<T extends object>(root: T, faulted: readonly Path[], at: Path = []): T {
  return new Proxy(root, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || typeof value === 'function') return value;
      const path = [...at, Array.isArray(target) && /^\d+$/.test(key) ? Number(key) : key];
      if (faulted.some((fault) => isWithin(path, fault))) throw new UnknowableValue();
      return typeof value === 'object' && value !== null ? guarded(value, faulted, path) : value;
    },
    // Spreading and listing keys read the values too, and would pass over one that is missing.
    ownKeys(target) {
      if (faulted.some((fault) => fault.length === at.length + 1 && isWithin(fault, at)))
        throw new UnknowableValue();
      return Reflect.ownKeys(target);
    },
  });
}

/** Calls `read` on a guarded view; undefined when it met a value at fault. Other errors pass. */
export function unlessUnknowable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknowableValue) return undefined;
    throw error;
  }
}
