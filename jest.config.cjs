/** One Jest configuration for every project: `jest --config jest.config.cjs --rootDir <project>`. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  // Workspace packages are symlinks into this tree and must be transformed; everything else in node_modules must not.
  transformIgnorePatterns: ['/node_modules/(?!@strata/)'],
  passWithNoTests: true,
};
