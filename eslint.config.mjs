import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Which rooms a room may import: the directions of docs/ARCHITECTURE.md, each named, no wildcards. */
const MAY_IMPORT = {
  naming: [],
  config: ['naming'],
  contracts: ['naming'],
  'user-data': [],
  constructs: ['naming', 'user-data'],
  aws: [],
  'cli-kit': [],
  session: ['config', 'cli-kit'],
  retention: [],
  bundle: [],
  reachability: [],
  'event-pattern': [],
  toolchain: ['cli-kit'],
  testing: ['naming', 'config', 'contracts', 'toolchain', 'aws', 'cli-kit', 'local-aws'],
  backbone: ['naming', 'config', 'contracts', 'constructs', 'reachability', 'testing'],
  compute: ['naming', 'config', 'contracts', 'constructs', 'user-data', 'testing'],
  storage: ['naming', 'config', 'contracts', 'constructs', 'testing'],
  backup: ['naming', 'config', 'contracts', 'constructs', 'user-data', 'bundle', 'testing'],
  platform: ['naming', 'config', 'contracts', 'backbone', 'compute', 'storage', 'backup', 'testing'],
  'local-aws': ['naming', 'cli-kit', 'toolchain', 'aws', 'event-pattern'],
  state: ['naming', 'config', 'contracts', 'aws', 'cli-kit', 'session', 'toolchain'],
  layers: ['naming', 'config', 'contracts', 'cli-kit', 'session', 'toolchain', 'state'],
  'snapshot-rotation': [
    'naming',
    'config',
    'contracts',
    'aws',
    'cli-kit',
    'session',
    'retention',
    'user-data',
    'state',
    // Its integration tests start a local AWS; the tool itself never does.
    'local-aws',
    'testing',
  ],
  datasync: [
    'naming',
    'config',
    'contracts',
    'aws',
    'cli-kit',
    'session',
    'reachability',
    'event-pattern',
    'state',
    // Its integration tests start a local AWS; the tool itself never does.
    'local-aws',
    'testing',
  ],
  alerts: [
    'naming',
    'config',
    'contracts',
    'aws',
    'cli-kit',
    'session',
    'event-pattern',
    'state',
    // Its integration tests start a local AWS; the tool itself never does.
    'local-aws',
    'testing',
  ],
  archive: [
    'naming',
    'config',
    'contracts',
    'aws',
    'cli-kit',
    'session',
    'user-data',
    'state',
    // Its integration tests start a local AWS; the tool itself never does.
    'local-aws',
    'testing',
  ],
  demo: [
    'naming',
    'config',
    'contracts',
    'aws',
    'cli-kit',
    'toolchain',
    'state',
    'layers',
    'snapshot-rotation',
    'datasync',
    'alerts',
    'archive',
    'local-aws',
  ],
  strata: [
    'naming',
    'config',
    'cli-kit',
    'session',
    'toolchain',
    'state',
    'layers',
    'snapshot-rotation',
    'datasync',
    'alerts',
    'archive',
    'demo',
    'local-aws',
  ],
  workspace: [],
  benchmarks: [
    'naming',
    'config',
    'aws',
    'toolchain',
    'layers',
    'state',
    'snapshot-rotation',
    'datasync',
    'archive',
    'local-aws',
  ],
};

const boundaries = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  sourceTag: `room:${room}`,
  onlyDependOnLibsWithTags: [room, ...allowed].map((name) => `room:${name}`),
}));

const BOUNDARIES = { depConstraints: boundaries, enforceBuildableLibDependency: false };

/** Nx forbids imports of applications altogether; the composition root is there to import just these. */
const LAYER_APPS = ['backbone', 'compute', 'storage', 'backup'].map((layer) => `@strata/${layer}-app`);

/** Tools stay free of the infrastructure libraries (docs/ARCHITECTURE.md, Directions). */
const INFRASTRUCTURE = ['cdktf', 'cdktf/*', '@cdktf/*', 'constructs'];
/** Only a tool's gateway files and libs/aws talk to AWS. */
const AWS_SDK = ['@aws-sdk/*', '@smithy/*'];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/cdktf.out', '**/reports', '.nx', '.strata'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.cjs', '**/*.mjs'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { ...BOUNDARIES, allow: [] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['apps/platform/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': ['error', { ...BOUNDARIES, allow: LAYER_APPS }] },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', process: 'readonly', __dirname: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['tools/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: INFRASTRUCTURE, message: 'Tools never import the infrastructure libraries.' }],
        },
      ],
    },
  },
  {
    files: [
      '**/plan.ts',
      '**/*-plan.ts',
      'libs/{naming,contracts,constructs,user-data,config}/**/*.ts',
      'apps/**/*.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: AWS_SDK, message: 'Only gateways and libs/aws talk to AWS.' }] },
      ],
    },
  },
  prettier,
);
