import { formatPath, type Path, setAt, valueAt } from './path';
import { environmentSchema, type EnvironmentInput, type ParsedEnvironment } from './schema/environment';
import { type SchemaFault, schemaFaults } from './schema-faults';

/** Stands in for what a file lacks, so that the rest of it can be read. No check ever sees these values. */
const STAND_IN: EnvironmentInput = {
  name: 'stand-in',
  region: 'eu-central-1',
  account: '000000000000',
  state: { bucket: 'stand-in' },
  network: { zones: ['eu-central-1a', 'eu-central-1b'] },
  backup: { objectives: { rpoHours: 24, rtoHours: 24, retentionDays: 30 } },
};

/** A file read against the schema. */
export interface Reading {
  /** Every schema fault. */
  readonly faults: readonly SchemaFault[];
  /** Paths whose values in `parsed` mean nothing. */
  readonly faulted: readonly Path[];
  /** The file with defaults; undefined when nothing of it can be used. */
  readonly parsed: ParsedEnvironment | undefined;
}

/** Reads `data` against the schema. With faults, what is sound is still read, so that it can be checked further. */
export function readAgainstSchema(data: unknown): Reading {
  const first = environmentSchema.safeParse(data, { reportInput: true });
  if (first.success) return { faults: [], faulted: [], parsed: first.data };

  const faults = schemaFaults(first.error.issues);
  const faulted = faults.flatMap(unknownPaths).map(wholeList);
  const reported = withoutEchoes(faults);
  if (faulted.some((path) => path.length === 0)) return { faults: reported, faulted, parsed: undefined };

  const mended = structuredClone(data);
  for (const { kind, path } of faults) if (kind === 'unknown-key') setAt(mended, path, undefined);
  for (const path of faulted) setAt(mended, path, structuredClone(valueAt(STAND_IN, path)));
  return { faults: reported, faulted, parsed: environmentSchema.safeParse(mended).data };
}

/** A misspelt key also counts as missing under its right name; saying so once is enough. */
function withoutEchoes(faults: readonly SchemaFault[]): SchemaFault[] {
  const meant = new Set(faults.flatMap((fault) => (fault.meant ? [formatPath(fault.meant)] : [])));
  return faults.filter((fault) => !(fault.kind === 'missing' && meant.has(formatPath(fault.path))));
}

/** The paths whose values a fault leaves unknown: its own, or for a misspelt key the setting that was meant. */
function unknownPaths({ kind, path, meant }: SchemaFault): Path[] {
  if (kind !== 'unknown-key') return [path];
  return meant === undefined ? [] : [meant];
}

/** A list with a bad entry is left out as a whole: without the entry the others would shift. */
function wholeList(path: Path): Path {
  const index = path.findIndex((part) => typeof part === 'number');
  return index === -1 ? path : path.slice(0, index);
}
