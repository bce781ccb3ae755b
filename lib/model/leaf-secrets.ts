/** Which leaves lie in which Secret, and what their files are called there: drawing mounts them, sealing binds them to it. */
import type { App } from './app';
import { targetOf } from './egress';
import { hasEdge } from './endpoint';
import { hasIssuedCertificate } from './endpoint-tls';
import { hasGate } from './flows';
import { APP_LEAF_NAME, guestLeafName, hostLeafName, identityLeafName } from './leaf-names';
import { certificateIds, EGRESS, GATE, GATE_LEAVES_SECRET, leafSecretOf, namespaceOf } from './names';
import { hasEgressGateway } from './outside';
import type { ExternalStore, Platform } from './platform';
import { publicRoutes, publicRoutesOf, routeLeafName } from './public-routes';
import type { Tenant } from './tenant';

export interface NamedLeaf {
  /** File name without .crt and .key. */
  readonly name: string;
  /** Certificate id. */
  readonly id: string;
}

export interface LeafSecretPlan {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'kubernetes.io/tls' | 'Opaque';
  readonly leaves: readonly NamedLeaf[];
}

/** Every Secret of leaves that a tenant has. No leaf is in two of them. */
export function planLeafSecrets(platform: Platform, tenant: Tenant): LeafSecretPlan[] {
  return [
    ...(hasGate(tenant) ? [planGateSecret(platform, tenant)] : []),
    ...(hasEgressGateway(tenant) ? [planEgressSecret(tenant)] : []),
    ...tenant.apps.map((app) => planAppSecret(platform, tenant, app)),
  ];
}

/** The egress gateway's identity and nothing else. */
export function planEgressSecret(tenant: Tenant): LeafSecretPlan {
  return {
    namespace: namespaceOf(tenant),
    name: leafSecretOf(EGRESS),
    type: 'kubernetes.io/tls',
    leaves: [{ name: APP_LEAF_NAME, id: certificateIds.app(tenant.name, EGRESS) }],
  };
}

/** An app's own identity, a certificate for each public host whose TLS its sidecar ends, and one for each tenant whose guest it is. */
export function planAppSecret(platform: Platform, tenant: Tenant, app: App): LeafSecretPlan {
  const edges = publicRoutesOf(platform, tenant, app).flatMap((route) => {
    if (!hasEdge(route.endpoint) || !hasIssuedCertificate(route.endpoint)) return [];
    return { name: routeLeafName(route), id: route.certificateId };
  });
  const guests = exportersOf(app).map((exporter) => ({
    name: guestLeafName(exporter),
    id: certificateIds.guest(tenant.name, app.name, exporter),
  }));
  return {
    namespace: namespaceOf(tenant),
    name: leafSecretOf(app.name),
    type: 'kubernetes.io/tls',
    leaves: [{ name: APP_LEAF_NAME, id: certificateIds.app(tenant.name, app.name) }, edges, guests].flat(),
  };
}

/** The other tenants that it calls, each once: law is that each grants it (laws/check-grants.ts). */
function exportersOf(app: App): string[] {
  const called = app.spec.egresses.flatMap((egress) => {
    const target = targetOf(egress);
    return target?.kind === 'tenant' ? [target.tenant] : [];
  });
  return [...new Set(called)];
}

/**
 * Name of the Secret in which cert-manager keeps that leaf: its Secrets hold one each. The first has the name of the whole, the others
 * theirs before it and a dot, which no app's name has.
 */
export function certificateSecretOf({ name, leaves }: LeafSecretPlan, leaf: NamedLeaf): string {
  if (leaf.id === leaves[0]?.id) return name;
  return `${leaf.name}.${name}`;
}

/** Where the keys of that Secret lie in the store; each is a property there. */
export function storeKeyOf({ prefix }: ExternalStore, { namespace, name }: LeafSecretPlan): string {
  return `${prefix}/${namespace}/${name}`;
}

/**
 * The property of a leaf's key: `tls_key`. Without dots, which some of external-secrets' providers read as a path and some do not;
 * no leaf's name has an underscore.
 */
export function storePropertyOf({ name }: NamedLeaf): string {
  return `${name}.key`.replaceAll('.', '_');
}

/** All in one Secret, so that a further host changes no volume and restarts no gate. */
export function planGateSecret(platform: Platform, tenant: Tenant): LeafSecretPlan {
  const hosts = publicRoutes(platform, tenant)
    .filter(({ endpoint }) => !hasEdge(endpoint) && hasIssuedCertificate(endpoint))
    .map(({ host, certificateId }): [string, string] => [host, certificateId]);
  return {
    namespace: namespaceOf(tenant),
    name: GATE_LEAVES_SECRET,
    type: 'Opaque',
    leaves: [
      { name: identityLeafName(GATE), id: certificateIds.app(tenant.name, GATE) },
      ...[...new Map(hosts)].map(([host, id]) => ({ name: hostLeafName(host), id })),
    ],
  };
}
