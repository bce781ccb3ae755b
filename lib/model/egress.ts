/** An egress: a connection that an app opens, and what it may lead to. */
import { z } from 'zod';
import { dnsLabel, port } from './schema';

/** Flat, so that a document stays small to read: the forms of {@link EGRESS_FORMS} are told apart by which keys are there. */
const target = z.strictObject({
  app: dnsLabel.optional().describe('App that is called.'),
  endpoint: dnsLabel.optional().describe('Endpoint of that app.'),
  ordinal: z
    .int()
    .min(0)
    .max(999)
    .optional()
    .describe('One pod of a StatefulSet, by the number in its name; without it, any pod of the app.'),
});

export const egress = z.strictObject({
  name: dnsLabel.max(40).describe('Name of the egress.'),
  to: target.describe('What is called: `{app, endpoint}`, an endpoint of an app of the same tenant.'),
  localPort: port.describe('Port on 127.0.0.1 where the app finds the callee, in cleartext.'),
});

export type Egress = z.output<typeof egress>;
export type EgressKey = keyof Egress['to'];

/** What an egress leads to, by form: `kind` is the key that tells it from the others. */
export type EgressTarget = {
  readonly kind: 'app';
  readonly app: string;
  readonly endpoint: string;
  readonly ordinal?: number;
};

interface EgressForm {
  readonly kind: EgressTarget['kind'];
  readonly needs: readonly EgressKey[];
  readonly may: readonly EgressKey[];
}

/** The first whose `kind` is among the keys is the one that is meant. */
export const EGRESS_FORMS: readonly EgressForm[] = [{ kind: 'app', needs: ['app', 'endpoint'], may: ['ordinal'] }];

/** Undefined where the keys are of no form. */
export function formOf({ to }: Pick<Egress, 'to'>): EgressForm | undefined {
  return EGRESS_FORMS.find(({ kind }) => to[kind] !== undefined);
}

/** Undefined where the keys are of no form or mix several, which laws/check-egress-forms.ts refuses. */
export function targetOf(egress: Pick<Egress, 'to'>): EgressTarget | undefined {
  const form = formOf(egress);
  if (form === undefined || missingKeys(egress, form).length > 0 || surplusKeys(egress, form).length > 0) return;
  // The table has just said which keys are there.
  return { kind: form.kind, ...egress.to } as EgressTarget;
}

export function missingKeys({ to }: Pick<Egress, 'to'>, { needs }: EgressForm): EgressKey[] {
  return needs.filter((key) => to[key] === undefined);
}

export function surplusKeys({ to }: Pick<Egress, 'to'>, { needs, may }: EgressForm): EgressKey[] {
  return (Object.keys(to) as EgressKey[]).filter((key) => !needs.includes(key) && !may.includes(key));
}
