import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Plugin {
  askedProjects(args: string[], apps: string[]): string[];
  preTasksExecution(options: undefined, context: { argv: string[]; workspaceRoot: string }): void;
}

// The plugin is plain CommonJS, since Nx loads it without a compiler.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const plugin = require('../asked-layers-plugin.cjs') as Plugin;

const APPS = ['backbone', 'compute', 'storage', 'backup', 'platform'];

describe('the layers that an Nx command line asks for', () => {
  it.each([
    ['deploy compute', ['compute']],
    ['destroy compute --verbose', ['compute']],
    ['deploy --project=compute', ['compute']],
    ['deploy --env production compute', ['compute']],
    ['run compute:deploy', ['compute']],
    ['run compute:deploy:production', ['compute']],
    ['run --verbose backup:destroy', ['backup']],
    ['run-many -t deploy -p compute,storage', ['compute', 'storage']],
    ['run-many -t deploy --projects=compute', ['compute']],
    ['run-many -p compute storage -t deploy', ['compute', 'storage']],
    ['run-many -t deploy -p tag:kind:app', []],
    ['run-many -t deploy', []],
    ['affected -t deploy', []],
    ['run compute:synth', []],
    ['synth compute', []],
    ['deploy', []],
  ])('nx %s', (commandLine, asked) => {
    expect(plugin.askedProjects(commandLine.split(' '), APPS)).toEqual(asked);
  });

  it('reach the tasks through the environment, and one run forgets the run before', () => {
    const workspaceRoot = mkdtempSync(join(tmpdir(), 'strata-plugin-'));
    for (const app of APPS) mkdirSync(join(workspaceRoot, 'apps', app), { recursive: true });
    try {
      plugin.preTasksExecution(undefined, { argv: ['node', 'nx', 'deploy', 'compute'], workspaceRoot });
      expect(process.env['STRATA_ASKED_LAYERS']).toBe('compute');
      plugin.preTasksExecution(undefined, {
        argv: ['node', 'nx', 'run-many', '-t', 'deploy'],
        workspaceRoot,
      });
      expect(process.env['STRATA_ASKED_LAYERS']).toBe('');
    } finally {
      delete process.env['STRATA_ASKED_LAYERS'];
      rmSync(workspaceRoot, { recursive: true, force: true });
    }
  });
});
