import { readFileSync } from 'node:fs';
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
    expect(project.implicitDependencies ?? []).toEqual(DEPENDENCIES[layer]);
    const naming = readFileSync(join(ROOT, 'libs/naming/src/layers.ts'), 'utf8');
    expect(naming).toContain(`${layer}: [${DEPENDENCIES[layer]?.map((name) => `'${name}'`).join(', ')}],`);
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
