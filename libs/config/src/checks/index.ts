import type { EnvironmentConfig } from '../environment-config';
import type { Fault } from '../errors';
import { guarded, unlessUnknowable } from '../guarded';
import type { Path } from '../path';
import { backupChecks } from './backup';
import type { Check } from './check';
import { computeChecks } from './compute';
import { endpointChecks } from './endpoints';
import { networkChecks } from './network';
import { scheduleChecks } from './schedule';
import { snapshotChecks } from './snapshots';
import { storageChecks } from './storage';
import { vaultChecks } from './vault';

/** Every cross check. */
const CHECKS: readonly Check[] = [
  ...endpointChecks,
  ...networkChecks,
  ...computeChecks,
  ...storageChecks,
  ...backupChecks,
  ...vaultChecks,
  ...scheduleChecks,
  ...snapshotChecks,
];

/** Runs every check on what of `config` is not `faulted`. */
export function runChecks(config: EnvironmentConfig, faulted: readonly Path[]): Fault[] {
  return run(CHECKS, config, faulted);
}

function run(checks: readonly Check[], config: EnvironmentConfig, faulted: readonly Path[]): Fault[] {
  const view = guarded(config, faulted);
  const faults: Fault[] = [];
  for (const check of checks) {
    // What a check found before it met a value at fault still holds.
    unlessUnknowable(() => {
      for (const fault of check(view)) faults.push(fault);
    });
  }
  return faults;
}
