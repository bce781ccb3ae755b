/**
 * Things with labels, found by selector without looking at each: a selector that asks for one value of a label looks only
 * at what has it, so a namespace with thousands of apps and as many policies stays linear.
 */
import { type LabelSelector, type Labels, selects } from './label-selector';

export interface LabelledSet<T> {
  readonly all: readonly T[];
  /** In the order of `all`. */
  readonly selectedBy: (selector: LabelSelector) => readonly T[];
}

type Postings<T> = ReadonlyMap<string, ReadonlyMap<string, readonly T[]>>;

export function labelledSet<T extends { readonly labels: Labels }>(all: readonly T[]): LabelledSet<T> {
  let postings: Postings<T> | undefined;
  return {
    all,
    selectedBy: (selector) => {
      postings ??= postingsOf(all);
      return narrowest(postings, selector, all).filter((item) => selects(selector, item.labels));
    },
  };
}

function postingsOf<T extends { readonly labels: Labels }>(items: readonly T[]): Postings<T> {
  const postings = new Map<string, Map<string, T[]>>();
  for (const item of items) {
    for (const [key, value] of item.labels) {
      const values = postings.get(key) ?? new Map<string, T[]>();
      postings.set(key, values);
      const holders = values.get(value);
      if (holders === undefined) values.set(value, [item]);
      else holders.push(item);
    }
  }
  return postings;
}

/** The smallest list that surely holds all that the selector selects. */
function narrowest<T>(postings: Postings<T>, selector: LabelSelector, all: readonly T[]): readonly T[] {
  let best = all;
  for (const { key, operator, values } of selector) {
    const [value, ...others] = values;
    if (operator !== 'In' || value === undefined || others.length > 0) continue;
    const holders = postings.get(key)?.get(value) ?? [];
    if (holders.length < best.length) best = holders;
  }
  return best;
}
