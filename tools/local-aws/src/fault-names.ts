import {
  DATASYNC_FAULT_KINDS,
  type DataSyncFault,
  DataSyncFaultError,
  type DataSyncFaultKind,
} from './services/datasync/faults';

/**
 * The faults of a list such as `datasync:no-route,datasync:slow`; none when it is undefined.
 *
 * @throws DataSyncFaultError (2) that lists every name that is none
 */
export function namedFaults(list: string | undefined): DataSyncFault[] {
  const names = list?.split(',').map((name) => name.trim()) ?? [];
  const kinds = new Map<string, DataSyncFaultKind>(
    DATASYNC_FAULT_KINDS.map((kind) => [`datasync:${kind}`, kind]),
  );
  const wrong = names.filter((name) => !kinds.has(name));
  if (wrong.length > 0) {
    const allowed = [...kinds.keys()].join(', ');
    throw new DataSyncFaultError(
      wrong.map((name) => `--fault: got ${JSON.stringify(name)}; allowed: ${allowed}`),
    );
  }
  return names.flatMap((name) => {
    const kind = kinds.get(name);
    return kind === undefined ? [] : [{ kind }];
  });
}
