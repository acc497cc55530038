import type { LazyCommand } from '@strata/cli-kit';

/** The commands, in the order of `--help`. Each is loaded only when it is asked for. */
export const COMMANDS: readonly LazyCommand[] = [
  {
    name: 'demo',
    summary: 'deploy into a local AWS, back real files up, verify, destroy',
    load: async () => (await import('@strata/demo-tool')).demoCommand(),
  },
  {
    name: 'local',
    summary: 'the local AWS: up, down, status',
    load: async () => (await import('@strata/local-aws-tool')).localCommand(),
  },
  {
    name: 'env',
    summary: 'print the environment for a shell',
    load: async () => (await import('./env-command.js')).envCommand(),
  },
  {
    name: 'deploy',
    summary: 'deploy layers in dependency order',
    load: async () => (await import('@strata/layers-tool')).deployCommand(),
  },
  {
    name: 'destroy',
    summary: 'destroy layers against dependency order',
    load: async () => (await import('@strata/layers-tool')).destroyCommand(),
  },
  {
    name: 'diff',
    summary: 'show what a deployment would change',
    load: async () => (await import('@strata/layers-tool')).diffCommand(),
  },
  {
    name: 'synth',
    summary: 'write the Terraform code of the layers',
    load: async () => (await import('@strata/layers-tool')).synthCommand(),
  },
  {
    name: 'state',
    summary: 'read the Terraform states; create their bucket',
    load: async () => (await import('@strata/state-tool')).stateCommand(),
  },
  {
    name: 'config',
    summary: 'check and show environment files',
    load: async () => (await import('./config-command.js')).configCommand(),
  },
  {
    name: 'test',
    summary: 'lint, typecheck, unit and integration tests',
    load: async () => (await import('./test-command.js')).testCommand(),
  },
];
