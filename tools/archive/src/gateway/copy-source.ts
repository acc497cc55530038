import type { VersionPlace } from './object-place';

/** Bucket, key and version as the header wants them: percent signs, but for the slashes. */
export function copySource({ bucket, key, versionId }: VersionPlace): string {
  const path = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
}
