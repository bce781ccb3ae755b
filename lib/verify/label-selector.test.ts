import * as fc from 'fast-check';
import { labelledSet } from './labelled-set';
import { parseLabelSelector, selects } from './label-selector';

const labels = new Map([['app', 'shop']]);
const expression = (operator: string, ...values: string[]): object => ({
  matchExpressions: [{ key: 'app', operator, values }],
});

describe('label selectors', () => {
  it.each([
    [{}, true],
    [null, true],
    [{ matchLabels: { app: 'shop' } }, true],
    [{ matchLabels: { app: 'shop', tier: 'web' } }, false],
    [{ matchLabels: { app: 1 } }, false],
    [{ matchLabels: { constructor: 'Object' } }, false],
    [expression('In', 'till', 'shop'), true],
    [expression('In'), false],
    [expression('NotIn', 'shop'), false],
    [expression('NotIn', 'till'), true],
    [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, true],
    [expression('Exists'), true],
    [expression('DoesNotExist'), false],
    [expression('Like', 'shop'), false],
  ])('%j selects app=shop: %s', (selector, expected) => {
    expect(selects(parseLabelSelector(selector), labels)).toBe(expected);
  });

  it('finds by index what looking at each finds', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const map = fc.dictionary(label, label);
    const one = fc.record({
      key: label,
      operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
      values: fc.array(label, { maxLength: 2 }),
    });
    const selector = fc.record({ matchLabels: map, matchExpressions: fc.array(one, { maxLength: 2 }) });
    fc.assert(
      fc.property(fc.array(map), selector, (maps, written) => {
        const items = maps.map((entries) => ({ labels: new Map(Object.entries(entries)) }));
        const parsed = parseLabelSelector(written);
        expect(labelledSet(items).selectedBy(parsed)).toEqual(items.filter((item) => selects(parsed, item.labels)));
      }),
    );
  });
});
