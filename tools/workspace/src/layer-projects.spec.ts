import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Project {
  readonly implicitDependencies?: string[];
  readonly targets: Record<string, { dependsOn?: { projects: string[]; target: string }[] }>;
}

const ROOT = join(__dirname, '../../..');
const DEPENDENCIES: Record<string, string[]> = {
  backbone: [],
  compute: ['backbone'],
  storage: ['backbone'],
  backup: ['backbone', 'compute', 'storage'],
};
const projectOf = (layer: string): Project =>
  JSON.parse(readFileSync(join(ROOT, 'apps', layer, 'project.json'), 'utf8')) as Project;

describe.each(Object.keys(DEPENDENCIES))('the project of layer %s', (layer) => {
  const project = projectOf(layer);

  it('depends on the layers that it reads, as libs/naming says', () => {
    const layers = (project.implicitDependencies ?? []).filter((name) => name in DEPENDENCIES);
    expect(layers).toEqual(DEPENDENCIES[layer]);
    const naming = readFileSync(join(ROOT, 'libs/naming/src/layers.ts'), 'utf8');
    expect(naming).toContain(`${layer}: [${DEPENDENCIES[layer]?.map((name) => `'${name}'`).join(', ')}],`);
  });

  it('depends on the tools whose code it deploys as functions: a change there changes the layer', () => {
    const tools = (project.implicitDependencies ?? []).filter((name) => !(name in DEPENDENCIES));
    const stacks = readdirSync(join(ROOT, 'apps', layer, 'src')).filter((file) => !file.includes('.spec.'));
    const code = stacks
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(ROOT, 'apps', layer, 'src', file), 'utf8'))
      .join('\n');
    const bundled = [...code.matchAll(/@strata\/([\w-]+)-tool\/lambda/g)].map(([, tool]) => tool);
    expect(tools.sort()).toEqual([...new Set(bundled)].sort());
  });

  it('is destroyed after the layers that read it', () => {
    const readers = Object.keys(DEPENDENCIES).filter((other) => DEPENDENCIES[other]?.includes(layer));
    const before = (project.targets['destroy']?.dependsOn ?? []).flatMap(({ projects }) => projects);
    expect(before).toEqual(readers);
  });

  it('has every target of a layer', () => {
    const targets = ['synth', 'diff', 'deploy', 'destroy', 'state', 'test', 'lint', 'typecheck'];
    expect(Object.keys(project.targets)).toEqual(expect.arrayContaining(targets));
  });
});
