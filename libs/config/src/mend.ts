import { type Path, setAt, valueAt } from './path';
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
  const faulted = faults.flatMap((fault) =>
    fault.unknownKey ? (fault.meant ? [fault.meant] : []) : [fault.path],
  );
  if (faulted.some((path) => path.length === 0)) return { faults, faulted, parsed: undefined };

  const mended = structuredClone(data);
  for (const fault of faults) mend(mended, fault);
  return { faults, faulted: faulted.map(wholeList), parsed: environmentSchema.safeParse(mended).data };
}

function mend(data: unknown, { path, unknownKey }: SchemaFault): void {
  if (unknownKey) setAt(data, path, undefined);
  else setAt(data, wholeList(path), structuredClone(valueAt(STAND_IN, wholeList(path))));
}

/** A list with a bad entry is left out as a whole: without the entry the others would shift. */
function wholeList(path: Path): Path {
  const index = path.findIndex((part) => typeof part === 'number');
  return index === -1 ? path : path.slice(0, index);
}
