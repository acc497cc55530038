/* eslint-disable @typescript-eslint/no-require-imports --
   Loaded by `require`, late: the launcher compiles TypeScript for CommonJS only, which starts in half the time that
   the loader for `import()` takes. */
import type { LazyCommand } from '@strata/cli-kit';
import type * as alerts from '@strata/alerts-tool';
import type * as archive from '@strata/archive-tool';
import type * as datasync from '@strata/datasync-tool';
import type * as demo from '@strata/demo-tool';
import type * as layers from '@strata/layers-tool';
import type * as snapshots from '@strata/snapshot-rotation-tool';
import type * as state from '@strata/state-tool';
import type * as config from './config-command';
import type * as env from './env-command';
import type * as local from './local-command';
import type * as test from './test-command';

/** The commands, in the order of `--help`. Each is loaded only when it is asked for. */
export const COMMANDS: readonly LazyCommand[] = [
  {
    name: 'demo',
    summary: 'deploy into a local AWS, back real files up, verify, destroy',
    load: async () => (require('@strata/demo-tool') as typeof demo).demoCommand(),
  },
  {
    name: 'local',
    summary: 'the local AWS: up, down, status',
    load: async () => (require('./local-command') as typeof local).strataLocalCommand(),
  },
  {
    name: 'env',
    summary: 'print the environment for a shell',
    load: async () => (require('./env-command') as typeof env).envCommand(),
  },
  {
    name: 'deploy',
    summary: 'deploy layers in dependency order',
    load: async () => (require('@strata/layers-tool') as typeof layers).deployCommand(),
  },
  {
    name: 'destroy',
    summary: 'destroy layers against dependency order',
    load: async () => (require('@strata/layers-tool') as typeof layers).destroyCommand(),
  },
  {
    name: 'diff',
    summary: 'show what a deployment would change',
    load: async () => (require('@strata/layers-tool') as typeof layers).diffCommand(),
  },
  {
    name: 'synth',
    summary: 'write the Terraform code of the layers',
    load: async () => (require('@strata/layers-tool') as typeof layers).synthCommand(),
  },
  {
    name: 'snapshots',
    summary: 'EBS snapshots: create, list, prune, rotate, copy, drill, cost',
    load: async () => (require('@strata/snapshot-rotation-tool') as typeof snapshots).snapshotsCommand(),
  },
  {
    name: 'alerts',
    summary: 'alerts: check, test, subscribe, unsubscribe, list',
    load: async () => (require('@strata/alerts-tool') as typeof alerts).alertsCommand(),
  },
  {
    name: 'state',
    summary: 'read the Terraform states; create their bucket',
    load: async () => (require('@strata/state-tool') as typeof state).stateCommand(),
  },
  {
    name: 'datasync',
    summary: 'the transfer of the share: run, history, status, verify, diagnose',
    load: async () => (require('@strata/datasync-tool') as typeof datasync).datasyncCommand(),
  },
  {
    name: 'archive',
    summary: 'the archive in S3: sync, versions, restore, undelete, diff, audit',
    load: async () => (require('@strata/archive-tool') as typeof archive).archiveCommand(),
  },
  {
    name: 'config',
    summary: 'check and show environment files',
    load: async () => (require('./config-command') as typeof config).configCommand(),
  },
  {
    name: 'test',
    summary: 'lint, typecheck, unit and integration tests',
    load: async () => (require('./test-command') as typeof test).testCommand(),
  },
];
