import type { BigIntStats } from 'node:fs';

/** Whom an EFS access point makes of everybody who mounts through it. */
export interface FileUser {
  readonly uid: number;
  /** The first is the group of new files. */
  readonly gids: readonly number[];
}

const READ = 0o4;
const READ_AND_SEARCH = 0o5;

/**
 * Whether a user may read a file, or list and search a folder, by its permissions. Root may, and so may whoever is not
 * given: the kernel then judges the local AWS itself.
 * Source: https://docs.aws.amazon.com/efs/latest/ug/accessing-fs-nfs-permissions.html
 */
export function mayRead(
  stats: Pick<BigIntStats, 'mode' | 'uid' | 'gid' | 'isDirectory'>,
  user: FileUser | undefined,
): boolean {
  if (user === undefined || user.uid === 0) return true;
  const wanted = stats.isDirectory() ? READ_AND_SEARCH : READ;
  return ((Number(stats.mode) >> shift(stats, user)) & wanted) === wanted;
}

/** Where the bits of the user stand in a mode: its owner's, its group's, everybody else's. */
function shift(stats: Pick<BigIntStats, 'uid' | 'gid'>, user: FileUser): number {
  if (Number(stats.uid) === user.uid) return 6;
  return user.gids.includes(Number(stats.gid)) ? 3 : 0;
}
