// Second opinions: other programs on this machine (openssl, go, java, nginx, faketime) are asked about the certificates.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  roots: ['<rootDir>/e2e/opinions'],
  testTimeout: 300_000,
  verbose: true,
};
