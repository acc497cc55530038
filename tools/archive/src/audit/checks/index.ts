import type { Check } from './check';
import { lifecycleIsAsDeployed } from './drift';
import { encryptedByTheKey, ownerOwnsAll, publicAccessIsBlocked } from './protection';
import { retrievalFitsTheRto } from './recovery-time';
import { deletedFilesComeBack, loneMarkersGo, versioningIsOn } from './retention';
import { plainHttpIsRefused } from './transport';
import { brokenUploadsGo, furtherGuards } from './upkeep';

/** All checks, in the order in which a report tells them. */
export const CHECKS: readonly Check[] = [
  versioningIsOn,
  deletedFilesComeBack,
  loneMarkersGo,
  retrievalFitsTheRto,
  lifecycleIsAsDeployed,
  encryptedByTheKey,
  publicAccessIsBlocked,
  plainHttpIsRefused,
  ownerOwnsAll,
  brokenUploadsGo,
  furtherGuards,
];
