// A jest reporter that leaves the totals in the file that GATEHOUSE_TEST_RESULTS names, for .ci/summary.cjs.
const { writeFileSync } = require('node:fs');
module.exports = class {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    const file = process.env.GATEHOUSE_TEST_RESULTS;
    if (!file) return;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    writeFileSync(file, JSON.stringify({ passed: numPassedTests, failed, skipped: numPendingTests }));
  }
};
