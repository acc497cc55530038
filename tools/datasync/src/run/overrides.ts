import type { TransferOptions } from '../model';
import { BANDWIDTH, ELSEWHERE, OPTION_NAMES, OPTION_VALUES } from './option-values';

/** What `--override` asks for, and what is wrong with it. */
export interface ParsedOverrides {
  readonly options: TransferOptions;
  /** In words; empty when all is well. */
  readonly faults: readonly string[];
}

/** Storage classes whose objects DataSync cannot read back to compare them. */
const UNREADABLE_CLASSES: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** Reads `--override Name=value`, given as often as needed; all faults at once. Pure. */
export function parseOverrides(texts: readonly string[]): ParsedOverrides {
  const options: Record<string, string | number> = {};
  const faults: string[] = [];
  for (const text of texts) {
    const at = text.indexOf('=');
    const [name, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
    const fault = faultOf(name, value, at < 0);
    if (fault !== undefined) faults.push(`--override ${text}: ${fault}`);
    else if (name in options) faults.push(`--override ${text}: ${name} is given twice`);
    else options[name] = name === BANDWIDTH ? Number(value) : value;
  }
  return { options, faults };
}

function faultOf(name: string, value: string, isBare: boolean): string | undefined {
  if (!OPTION_NAMES.includes(name)) {
    const meant = OPTION_NAMES.find((known) => known.toLowerCase() === name.toLowerCase());
    return meant ? `write ${meant}` : `there is no such option; allowed: ${OPTION_NAMES.join(', ')}`;
  }
  if (isBare) return `a value is missing: ${name}=…`;
  if (name === BANDWIDTH) {
    const isRate = /^(-1|[1-9]\d{0,15})$/.test(value) && Number.isSafeInteger(Number(value));
    return isRate ? undefined : 'allowed: bytes per second from 1, or -1 for no limit';
  }
  const allowed = Object.hasOwn(OPTION_VALUES, name) ? (OPTION_VALUES[name] ?? []) : [];
  if (allowed.includes(value)) return undefined;
  const reason = ELSEWHERE[name]?.[value];
  return `${reason === undefined ? '' : `${reason}; `}allowed: ${allowed.join(', ')}`;
}

/** What else the combination of a run's options is checked against. */
export interface OptionSurroundings {
  /** `BASIC` or `ENHANCED`. */
  readonly mode: string;
  /** What objects are written with. */
  readonly storageClass: string;
}

/**
 * Pairs that DataSync refuses, over the options that a run would have; in words. Pure.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_Options.html
 */
export function combinationFaults(
  options: TransferOptions,
  { mode, storageClass }: OptionSurroundings,
): string[] {
  const faults: string[] = [];
  const { VerifyMode, Atime, Mtime, PreserveDeletedFiles, TransferMode } = options;
  if (PreserveDeletedFiles === 'REMOVE' && TransferMode === 'ALL') {
    faults.push(
      'PreserveDeletedFiles=REMOVE does not go with TransferMode=ALL, which does not look at the destination; use TransferMode=CHANGED or PreserveDeletedFiles=PRESERVE',
    );
  }
  if (Atime !== undefined && Mtime !== undefined && (Atime === 'BEST_EFFORT') !== (Mtime === 'PRESERVE')) {
    faults.push(
      `Atime=${Atime} does not go with Mtime=${Mtime}; use BEST_EFFORT with PRESERVE, or NONE with NONE`,
    );
  }
  if (VerifyMode === 'POINT_IN_TIME_CONSISTENT' && UNREADABLE_CLASSES.has(storageClass)) {
    faults.push(
      `VerifyMode=POINT_IN_TIME_CONSISTENT does not go with storage class ${storageClass}, which cannot be read back; use ONLY_FILES_TRANSFERRED`,
    );
  }
  if (VerifyMode === 'POINT_IN_TIME_CONSISTENT' && mode === 'ENHANCED') {
    faults.push('VerifyMode=POINT_IN_TIME_CONSISTENT is for Basic mode tasks; use ONLY_FILES_TRANSFERRED');
  }
  return faults;
}
