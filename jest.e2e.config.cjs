/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  roots: ['<rootDir>/e2e'],
  testTimeout: 600_000,
  verbose: true,
  bail: false,
};
