import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A project with integration tests. */
export interface IntegrationProject {
  /** Name of its folder, which is its name in Nx. */
  readonly name: string;
  /** Path from the workspace, e.g. `tools/local-aws`. */
  readonly folder: string;
}

/** The projects of a workspace that hold `*.int-spec.ts` files: tests against a local AWS and a real Terraform. */
export function integrationProjects(root: string): IntegrationProject[] {
  return ['libs', 'apps', 'tools'].flatMap((kind) =>
    foldersIn(join(root, kind))
      .map((name) => ({ name, folder: `${kind}/${name}` }))
      .filter(({ folder }) => holdsIntegrationTests(join(root, folder, 'src'))),
  );
}

function holdsIntegrationTests(source: string): boolean {
  return (
    existsSync(source) &&
    readdirSync(source, { recursive: true, encoding: 'utf8' }).some((path) => path.endsWith('.int-spec.ts'))
  );
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
