// Adds up the result files that jest left (see jest.results.cjs) and prints `N passed, N failed`.
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const folder = process.argv[2];
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder)) {
  const { passed, failed, skipped } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
}
console.log(`${sum.passed} passed, ${sum.failed} failed` + (sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''));
