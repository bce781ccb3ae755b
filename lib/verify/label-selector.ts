/**
 * Label selectors, as Kubernetes evaluates them: every requirement must hold, and no requirement at all selects everything.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
import { fieldsAt, listAt, textAt, valueAt } from './fields';

export type Labels = ReadonlyMap<string, string>;

export interface LabelRequirement {
  readonly key: string;
  /** An operator that Kubernetes does not know selects nothing. */
  readonly operator: string;
  readonly values: readonly string[];
}

export type LabelSelector = readonly LabelRequirement[];

/** From a plain mapping, as `Service.spec.selector` is. A value that is not text equals no label. */
export function parseEqualitySelector(value: unknown): LabelSelector {
  return Object.entries(fieldsAt(value)).map(([key, wanted]) => ({
    key,
    operator: 'In',
    values: typeof wanted === 'string' ? [wanted] : [],
  }));
}

/** From `{matchLabels, matchExpressions}`. */
export function parseLabelSelector(value: unknown): LabelSelector {
  const expressions = listAt(value, 'matchExpressions').map((expression) => ({
    key: textAt(expression, 'key') ?? '',
    operator: textAt(expression, 'operator') ?? '',
    values: listAt(expression, 'values').filter((wanted) => typeof wanted === 'string'),
  }));
  return [...parseEqualitySelector(valueAt(value, 'matchLabels')), ...expressions];
}

export function selects(selector: LabelSelector, labels: Labels): boolean {
  return selector.every((requirement) => holds(requirement, labels.get(requirement.key)));
}

function holds({ operator, values }: LabelRequirement, label: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return false;
  }
}
