// Unit tests stand beside their sources; snapshots in top-level __snapshots__, mirroring the source paths.
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/lib'],
  // Every processor: tests are all that runs.
  maxWorkers: '100%',
  testMatch: ['**/*.test.ts'],
  transform: { '\\.(ts|js|mjs)$': ['@swc/jest'] },
  // @noble, @scure and age-encryption publish ES modules only, and jest's own loader wants CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!@noble/|@scure/|age-encryption/)'],
  reporters: ['default', '<rootDir>/jest.results.cjs'],
  snapshotResolver: '<rootDir>/jest.snapshots.cjs',
};
