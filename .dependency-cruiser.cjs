// The floors of DESIGN §3: a value only moves to the right. See docs/decisions/0002-floors.md.
const wing = (name) => `^lib/${name}/`;
const nodeImpure = '^(node:)?(fs|fs/promises|child_process|net|http|https|os|dns|worker_threads|timers)$';
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'model-knows-nobody',
      comment: 'model is plain data and pure functions: zod is all that it may import',
      severity: 'error',
      from: { path: wing('model'), pathNot: '\\.test\\.ts$' },
      to: { pathNot: [wing('model'), 'node_modules/zod/'] },
    },
    ...['input', 'pki', 'constructs', 'verify', 'output', 'kits'].map((name) => ({
      name: `${name}-knows-only-the-model`,
      severity: 'error',
      from: { path: wing(name), pathNot: '\\.test\\.ts$' },
      to: { path: ['^lib/', '^main\\.ts$'], pathNot: [wing('model'), wing(name)] },
    })),
    {
      name: 'charts-wire-constructs',
      severity: 'error',
      from: { path: wing('charts'), pathNot: '\\.test\\.ts$' },
      to: { path: '^lib/', pathNot: [wing('model'), wing('constructs'), wing('charts')] },
    },
    {
      name: 'drawing-is-pure',
      comment: 'no I/O, environment, clock or randomness where objects are drawn',
      severity: 'error',
      from: {
        path: [wing('constructs'), wing('charts'), wing('model'), wing('verify'), wing('kits')],
        pathNot: '\\.test\\.ts$',
      },
      to: { path: nodeImpure },
    },
    {
      name: 'one-file-knows-node-forge',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/pki/x509\\.ts$', '\\.test\\.ts$'] },
      to: { path: 'node_modules/(@types/)?node-forge/' },
    },
    {
      name: 'only-drawing-knows-cdk8s',
      severity: 'error',
      from: { path: '^lib/', pathNot: [wing('constructs'), wing('charts'), '\\.test\\.ts$'] },
      to: { path: 'node_modules/(cdk8s|cdk8s-plus-28|constructs)/' },
    },
    {
      name: 'no-tests-in-products',
      severity: 'error',
      from: { path: '^(lib|main\\.ts)', pathNot: ['\\.test\\.ts$', wing('testing')] },
      to: { path: [wing('testing'), '\\.test\\.ts$'] },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^lib', pathNot: ['\\.test\\.ts$', wing('testing')] },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
