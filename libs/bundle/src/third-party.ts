import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of which code is in the bundle. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package states it. */
  readonly license: string;
  /** Folder of the package. */
  readonly folder: string;
}

/** The packages that the `inputs` under a `node_modules` belong to, each once, by name. */
export function thirdParties(inputs: readonly string[]): ThirdParty[] {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  return [...folders]
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      ) as ThirdParty;
      return { name, version, license, folder };
    })
    .sort((one, other) => compare(`${one.name}@${one.version}`, `${other.name}@${other.version}`));
}

/**
 * The licences of third parties as one text: each licence text once, below the packages that are under it. Licences
 * such as MIT and Apache 2.0 ask that their text goes with every copy of the code, comments or no comments.
 */
export function licenceText(parties: readonly ThirdParty[]): string {
  const byText = new Map<string, string[]>();
  for (const { name, version, license, folder } of parties) {
    const text = licenceFiles(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8').trim())
      .join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...byText]
    .map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** `…/node_modules/<package>` of a file; undefined for a file of our own. */
function packageFolder(file: string): string | undefined {
  const inside = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file)?.[1];
  return inside !== undefined && existsSync(join(inside, 'package.json')) ? inside : undefined;
}

function licenceFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)([.-]|$)/i.test(file))
    .sort(compare);
}

/** By code units: `localeCompare` depends on the machine's language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
