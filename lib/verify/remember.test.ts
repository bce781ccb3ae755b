import { remember } from './remember';

describe('a judge who remembers', () => {
  it('judges a text once and says the same ever after, also after it has forgotten', () => {
    const asked: string[] = [];
    const isLong = remember((text) => {
      asked.push(text);
      return text.length > 3;
    });
    expect(['shop', 'web', 'shop', 'web'].map(isLong)).toEqual([true, false, true, false]);
    expect(asked).toEqual(['shop', 'web']);
    for (let i = 0; i < 20_000; i++) isLong(String(i));
    expect(['shop', 'web'].map(isLong)).toEqual([true, false]);
    expect(asked.filter((text) => text === 'shop')).toHaveLength(2);
  });
});
