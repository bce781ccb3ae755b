/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  roots: ['<rootDir>/e2e'],
  // They need no cluster: `npm run opinions`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/e2e/opinions/'],
  testTimeout: 600_000,
  verbose: true,
  bail: false,
};
