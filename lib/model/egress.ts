/** An egress: a connection that an app opens, and what it may lead to. */
import { z } from 'zod';
import { dnsLabel, hostPattern, network, objectName, port } from './schema';

/** Flat, so that a document stays small to read: the forms of {@link EGRESS_FORMS} are told apart by which keys are there. */
const target = z.strictObject({
  tenant: dnsLabel.optional().describe('Tenant of that app, where it is another one; it must grant the call.'),
  app: dnsLabel.optional().describe('App that is called.'),
  endpoint: dnsLabel.optional().describe('Endpoint of that app.'),
  ordinal: z
    .int()
    .min(0)
    .max(999)
    .optional()
    .describe('One pod of a StatefulSet, by the number in its name; without it, any pod of the app.'),
  fqdn: hostPattern
    .optional()
    .describe('Name of a server outside of the cluster, or `*.` and a domain for any one label before it.'),
  port: port.optional().describe('Port of that server.'),
  cidr: network.optional().describe('Network outside of the cluster, for servers that have no name.'),
  ports: z.array(port).min(1).max(32).optional().describe('TCP ports of the servers in that network.'),
});

const ca = z.strictObject({
  configMap: objectName.optional().describe('ConfigMap of the namespace that somebody else makes.'),
  secret: objectName.optional().describe('Secret of the namespace that somebody else makes.'),
  key: z
    .string()
    .max(253)
    .regex(/^[-._a-zA-Z0-9]+$/, 'a key of A-Z a-z 0-9 - . and _')
    .default('ca.crt')
    .describe('Key in it whose value is the certificates, PEM.'),
});

export const egress = z.strictObject({
  name: dnsLabel.max(40).describe('Name of the egress.'),
  to: target.describe(
    'What is called: `{app, endpoint}`, an endpoint of an app of the same tenant; `{tenant, app, endpoint}`, of another; `{fqdn, port}`, a server outside of the cluster that speaks TLS; `{cidr, ports}`, a network.',
  ),
  localPort: port
    .optional()
    .describe(
      'Port on 127.0.0.1 where the app finds the callee, in cleartext; none for a network, whose addresses the app calls itself.',
    ),
  tls: z
    .enum(['passthrough', 'originate'])
    .optional()
    .describe(
      'For an fqdn: `passthrough`, by default, where the app begins TLS itself; `originate` where it speaks cleartext and its sidecar begins TLS.',
    ),
  ca: ca
    .optional()
    .describe('With tls: originate, the authorities that the server must have a chain to, instead of the public ones.'),
  clientCertificate: z
    .strictObject({
      secret: objectName.describe('Secret of the namespace that somebody else makes, with tls.crt and tls.key.'),
    })
    .optional()
    .describe('With tls: originate, what is shown to the server.'),
});

export type Egress = z.output<typeof egress>;
export type EgressKey = keyof Egress['to'];

/** What an egress leads to, by form: `kind` is the key that tells it from the others. */
export type EgressTarget =
  | { readonly kind: 'app'; readonly app: string; readonly endpoint: string; readonly ordinal?: number }
  | { readonly kind: 'tenant'; readonly tenant: string; readonly app: string; readonly endpoint: string }
  | { readonly kind: 'fqdn'; readonly fqdn: string; readonly port: number }
  | { readonly kind: 'cidr'; readonly cidr: string; readonly ports: readonly number[] };

interface EgressForm {
  readonly kind: EgressTarget['kind'];
  readonly needs: readonly EgressKey[];
  readonly may: readonly EgressKey[];
}

/** The first whose `kind` is among the keys is the one that is meant. */
export const EGRESS_FORMS: readonly EgressForm[] = [
  { kind: 'tenant', needs: ['tenant', 'app', 'endpoint'], may: [] },
  { kind: 'app', needs: ['app', 'endpoint'], may: ['ordinal'] },
  { kind: 'fqdn', needs: ['fqdn', 'port'], may: [] },
  { kind: 'cidr', needs: ['cidr', 'ports'], may: [] },
];

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
