import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type { KubernetesObject, Manifest } from '../model/manifest';
import { renderRulesPage } from './render-rules-page';
import { RULES } from './rules';
import { aPassingTree, withChange } from './sample-manifests';
import { verifyManifests } from './verify';

describe('verify', () => {
  it('is silent about nothing at all and about a sound tree', () => {
    expect(verifyManifests([])).toEqual([]);
    expect(verifyManifests([...aPassingTree('acme', ['shop', 'till']), ...aPassingTree('zeta')])).toEqual([]);
  });

  it('says the same in whatever order the objects come', () => {
    const broken = withChange(aPassingTree('acme', ['shop', 'till']), 'NetworkPolicy', 'spec/podSelector', { x: 1 });
    const tree = [...broken, ...aPassingTree('acme', ['shop']), ...aPassingTree('none').slice(1)];
    const issues = verifyManifests(tree);
    expect(issues.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.shuffledSubarray(tree, { minLength: tree.length }), (shuffled) => {
        expect(verifyManifests(shuffled)).toEqual(issues);
      }),
      { numRuns: 20 },
    );
  });

  it('never throws, whatever JSON stands in an object', () => {
    const parts = ['spec', 'template', 'containers', 'volumes', 'ports', 'metadata', 'name', 'labels', 'selector'];
    const kinds = aPassingTree().map(({ object }) => ({ apiVersion: object.apiVersion, kind: object.kind }));
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>(null, 0, -1, '', '__proto__', true),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...parts, '__proto__', 'constructor'), tie('tree'), { maxKeys: 5 }),
      ),
    }));
    const parts$ = fc.dictionary(fc.constantFrom(...parts), tree);
    fc.assert(
      fc.property(fc.constantFrom(...kinds), parts$, (kind, rest) => {
        // The type promises a name; a folder of somebody else's YAML may hold anything.
        const manifest: Manifest = { path: 'a.yaml', object: { ...rest, ...kind } as KubernetesObject };
        expect(() => verifyManifests([manifest])).not.toThrow();
      }),
    );
  });

  it('has rules with distinct ids, each on the page that is committed', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const page = renderRulesPage();
    expect([...page.matchAll(/^- `([a-z-]+)`: .+[^.]$/gm)].map(([, id]) => id)).toEqual(ids);
    // Stale? `npm run rules`.
    expect(readFileSync('docs/rules.md', 'utf8')).toBe(page);
  });
});
