import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { MirrorInvalidError } from './errors';
import { entriesOf, holdsProvider, mirrorLocations, type ProviderRequest } from './provider';

/** A directory from which `terraform init` can take the provider without a network. */
export interface ProviderMirror {
  readonly directory: string;
  /** How it was found, for people. */
  readonly foundBy: 'STRATA_PROVIDER_MIRROR' | 'an implied mirror directory' | 'an add-on directory';
}

/** Where the file-system hierarchy standard puts add-ons, and which of their folders are worth a look. */
const ADD_ON_ROOTS: readonly AddOnRoot[] = [
  { directory: '/usr/local/share', worth: /terraform|tofu|provider|mirror|^tf\b/i },
  { directory: '/usr/share', worth: /terraform|tofu|provider|mirror|^tf\b/i },
  { directory: '/opt', worth: /./ },
];

/** A folder to search for mirrors: itself, its children that `worth` matches, and their children. */
export interface AddOnRoot {
  readonly directory: string;
  readonly worth: RegExp;
}

/** No folder is searched beyond this many entries: a mirror is not hidden in a crowd. */
const MOST_ENTRIES = 200;

/**
 * Finds a filesystem mirror with the provider: the explicit setting, then the directories that Terraform itself
 * searches, then the add-on directories of the file-system standard, two levels deep.
 *
 * @returns undefined when there is none: then the provider comes from the registry.
 * @throws MirrorInvalidError when `STRATA_PROVIDER_MIRROR` is set and does not hold the provider.
 */
export function findProviderMirror(
  request: ProviderRequest,
  env: NodeJS.ProcessEnv = process.env,
  addOnRoots: readonly AddOnRoot[] = ADD_ON_ROOTS,
): ProviderMirror | undefined {
  const setting = env['STRATA_PROVIDER_MIRROR'];
  if (setting) {
    const directory = resolve(setting);
    if (!holdsProvider(directory, request)) {
      throw new MirrorInvalidError(directory, mirrorLocations(request).join(' or '));
    }
    return { directory, foundBy: 'STRATA_PROVIDER_MIRROR' };
  }
  const holds = (directory: string): boolean => holdsProvider(directory, request);
  const implied = impliedMirrorDirectories(env).find(holds);
  if (implied) return { directory: implied, foundBy: 'an implied mirror directory' };
  const addOn = addOnRoots
    .map((root) => addOnDirectories(root).find(holds))
    .find((found) => found !== undefined);
  return addOn === undefined ? undefined : { directory: addOn, foundBy: 'an add-on directory' };
}

/**
 * The directories that Terraform searches without being told
 * (https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories).
 */
export function impliedMirrorDirectories(
  env: NodeJS.ProcessEnv,
  platform: string = process.platform,
): string[] {
  const home = env['HOME'] || homedir();
  const own = join(home, '.terraform.d', 'plugins');
  if (platform === 'darwin') {
    const library = 'Library/Application Support/io.terraform/plugins';
    return [own, join(home, library), join('/', library)];
  }
  const data = env['XDG_DATA_HOME'] || join(home, '.local', 'share');
  const shared = (env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(delimiter).filter(Boolean);
  return [own, ...[data, ...shared].map((directory) => join(directory, 'terraform', 'plugins'))];
}

/** The folders of an add-on root in the order of search; lazily, since the first that fits ends the search. */
function addOnDirectories({ directory, worth }: AddOnRoot): string[] {
  const children = entriesOf(directory)
    .filter((name) => worth.test(name))
    .slice(0, MOST_ENTRIES)
    .map((name) => join(directory, name));
  const grandchildren = children.flatMap((child) =>
    entriesOf(child)
      .slice(0, MOST_ENTRIES)
      .map((name) => join(child, name)),
  );
  return [directory, ...children, ...grandchildren];
}
