// lib/charts/tenant-chart.test.ts <-> __snapshots__/lib/charts/tenant-chart.test.ts.snap
const path = require('node:path');
const root = __dirname;
const store = path.join(root, '__snapshots__');
module.exports = {
  resolveSnapshotPath: (testPath, extension) => path.join(store, path.relative(root, testPath)) + extension,
  resolveTestPath: (snapshotPath, extension) =>
    path.join(root, path.relative(store, snapshotPath.slice(0, -extension.length))),
  testPathForConsistencyCheck: path.join(root, 'lib', 'some.test.ts'),
};
