/** The keys under an egress's `to` are those of one form, all that it needs and none of another. */
import type { App } from '../app';
import { EGRESS_FORMS, formOf, missingKeys, surplusKeys, type Egress } from '../egress';
import { fault, type Issue } from '../issue';

export function checkEgressForms(app: App): Issue[] {
  return app.spec.egresses.flatMap((egress, index) => checkForm(app, egress, index));
}

const ALLOWED = EGRESS_FORMS.map(({ needs, may }) =>
  may.length === 0 ? `{ ${needs.join(', ')} }` : `{ ${needs.join(', ')} } with or without ${may.join(', ')}`,
).join('; ');

function checkForm({ source }: App, egress: Egress, index: number): Issue[] {
  const path = ['spec', 'egresses', index, 'to'];
  const form = formOf(egress);
  const refuse = (key: string | undefined, what: string, fix: string): Issue =>
    fault(
      'egress-form',
      key === undefined ? source.placeOf(path) : source.placeOfKey([...path, key]),
      `egress "${egress.name}" ${what}; allowed: ${ALLOWED}`,
      fix,
    );
  if (form === undefined) return [refuse(undefined, 'names nothing that can be called', 'write the keys of one form')];
  return [
    ...missingKeys(egress, form).map((key) => refuse(form.kind, `has ${form.kind} and no ${key}`, `add ${key}`)),
    ...surplusKeys(egress, form).map((key) =>
      refuse(key, `has ${key} beside ${form.kind}, which do not go together`, 'remove one of the two'),
    ),
  ];
}
